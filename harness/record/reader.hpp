// Archive of fields.hpp: JSON object -> value.
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "fields.hpp"
#include "names.hpp"

namespace gauntlet::record {

// What is wrong at which place; json.cpp finds the line.
struct Fault {
    std::string pointer;  // RFC 6901; "" is the whole document
    std::string what;
};

class Reader {
  public:
    static constexpr bool writes = false;
    template <class T>
    using Reference = T&;

    Reader(const boost::json::value& value, std::string pointer) : pointer_(std::move(pointer)) {
        object_ = value.if_object();
        if (object_ == nullptr)
            throw Fault{pointer_, "must be an object"};
    }

    template <class T>
    void operator()(std::string_view name, T& value) {
        const boost::json::value* member = object_->if_contains({name.data(), name.size()});
        if (member == nullptr)
            throw Fault{pointer_, "the field \"" + std::string(name) + "\" is missing"};
        load(*member, pointer_ + "/" + std::string(name), value);
    }

    // A field that records of earlier programs do not have.
    template <class T>
    void added(std::string_view name, T& value) {
        if (object_->contains({name.data(), name.size()}))
            (*this)(name, value);
    }

  private:
    static const boost::json::string& string_of(const boost::json::value& json, const std::string& pointer) {
        if (const boost::json::string* text = json.if_string())
            return *text;
        throw Fault{pointer, "must be a string"};
    }
    static void load(const boost::json::value& json, const std::string& pointer, std::string& out) {
        const boost::json::string& text = string_of(json, pointer);
        out.assign(text.data(), text.size());
    }
    static void load(const boost::json::value& json, const std::string& pointer, bool& out) {
        if (!json.is_bool())
            throw Fault{pointer, "must be true or false"};
        out = json.get_bool();
    }
    static void load(const boost::json::value& json, const std::string& pointer, std::chrono::milliseconds& out) {
        std::chrono::milliseconds::rep count = 0;
        load(json, pointer, count);
        out = std::chrono::milliseconds(count);
    }
    static void load(const boost::json::value& json, const std::string& pointer, std::chrono::sys_seconds& out) {
        const auto time = recipe::parse_rfc3339(string_of(json, pointer));
        if (!time)
            throw Fault{pointer, "must be a time such as 2024-05-01T12:00:00Z (RFC 3339)"};
        out = *time;
    }
    template <class T>
    static void load(const boost::json::value& json, const std::string& pointer, std::optional<T>& out) {
        out.reset();
        if (!json.is_null())
            load(json, pointer, out.emplace());
    }
    template <class T>
    static void load(const boost::json::value& json, const std::string& pointer, std::vector<T>& out) {
        const boost::json::array* array = json.if_array();
        if (array == nullptr)
            throw Fault{pointer, "must be an array"};
        out.clear();
        out.reserve(array->size());
        for (std::size_t i = 0; i < array->size(); ++i)
            load((*array)[i], pointer + "/" + std::to_string(i), out.emplace_back());
    }
    template <class T>
    static void load(const boost::json::value& json, const std::string& pointer, T& out) {
        if constexpr (std::is_integral_v<T>)
            load_integer(json, pointer, out);
        else if constexpr (std::is_enum_v<T>)
            load_name(json, pointer, out);
        else {
            Reader inner(json, pointer);
            fields(inner, out);
        }
    }
    template <class T>
    static void load_integer(const boost::json::value& json, const std::string& pointer, T& out) {
        boost::json::error_code error;
        if (json.is_number())
            out = json.to_number<T>(error);
        if (!json.is_number() || error)
            throw Fault{pointer, "must be a whole number in range"};
    }
    template <class T>
    static void load_name(const boost::json::value& json, const std::string& pointer, T& out) {
        const auto found = core::from_name<T>(string_of(json, pointer), Names<T>::all);
        if (found) {
            out = *found;
            return;
        }
        std::string names;
        for (const std::string_view name : Names<T>::all)
            names += (names.empty() ? "" : ", ") + std::string(name);
        throw Fault{pointer, "must be one of " + names};
    }

    const boost::json::object* object_ = nullptr;
    std::string pointer_;
};

}  // namespace gauntlet::record
