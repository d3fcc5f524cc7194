// Archive of fields.hpp: value -> JSON object.
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <concepts>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "fields.hpp"
#include "names.hpp"

namespace gauntlet::record {

using ScenarioIndex = std::unordered_map<std::string_view, const ScenarioText*>;

class Writer {
  public:
    static constexpr bool writes = true;
    template <class T>
    using Reference = const T&;

    explicit Writer(const ScenarioIndex& scenarios) : scenarios_(scenarios) {}

    template <class T>
    void operator()(std::string_view name, const T& value) {
        object_.emplace(boost::json::string_view(name.data(), name.size()), json_of(value));
    }

    template <class T>
    void added(std::string_view name, const T& value) {
        (*this)(name, value);
    }

    const ScenarioText& scenario_of(const Cell& cell) const {
        const auto found = scenarios_.find(cell.scenario);
        if (found == scenarios_.end())
            throw std::logic_error("the run has a cell of '" + cell.scenario + "' but not the scenario");
        return *found->second;
    }

    boost::json::object take() { return std::move(object_); }

  private:
    static boost::json::string text(std::string_view characters) {
        return boost::json::string(characters.data(), characters.size());
    }

    template <class T>
    boost::json::value json_of(const T& value) {
        if constexpr (std::is_arithmetic_v<T>)
            return value;
        else if constexpr (std::is_enum_v<T>)
            return text(Names<T>::all[static_cast<std::size_t>(value)]);
        else if constexpr (std::convertible_to<T, std::string_view>)
            return text(value);
        else {
            Writer inner(scenarios_);
            fields(inner, value);
            return inner.take();
        }
    }
    boost::json::value json_of(std::chrono::milliseconds value) { return value.count(); }
    boost::json::value json_of(std::chrono::sys_seconds value) { return json_of(recipe::format_rfc3339(value)); }
    template <class T>
    boost::json::value json_of(const std::optional<T>& value) {
        return value ? json_of(*value) : boost::json::value(nullptr);
    }
    template <class T>
    boost::json::value json_of(const std::vector<T>& values) {
        boost::json::array array;
        for (const T& value : values)
            array.push_back(json_of(value));
        return array;
    }

    const ScenarioIndex& scenarios_;
    boost::json::object object_;
};

}  // namespace gauntlet::record
