// A TOML file of the user, read strictly: every error has its line and says how to mend it.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/core/bad_input.hpp"
#include "gauntlet/core/level.hpp"
#include "gauntlet/record/print.hpp"

namespace gauntlet::record {

inline int line_of(const toml::source_region& region) {
    return static_cast<int>(region.begin.line);
}

class TomlFile {
  public:
    // `what` it must be, for the error where it cannot be read: "a file of known failures".
    TomlFile(const std::filesystem::path& path, std::string_view what) : file_(path.string()), what_(what) {}

    const std::string& name() const { return file_; }
    toml::table parse() const;

    [[noreturn]] void fail(int line, const std::string& what) const { throw core::BadInput(file_, line, what); }
    // At the line of a key that is there.
    [[noreturn]] void fail_at(const toml::table& table, std::string_view key, const std::string& what) const {
        fail(line_of(table.get(key)->source()), fmt::format("{} {}", key, what));
    }

    template <std::size_t Count>
    void check_keys(const toml::table& table, const std::array<std::string_view, Count>& keys,
                    std::string_view where) const {
        for (const auto& [key, node] : table)
            if (std::find(keys.begin(), keys.end(), key.str()) == keys.end())
                fail(line_of(key.source()),
                     fmt::format("unknown key {} {}; the keys are {}", quote(key.str()), where, fmt::join(keys, ", ")));
    }

    // The tables of [[key]], in order; none where there is none.
    std::vector<const toml::table*> tables(const toml::table& table, std::string_view key) const;
    // The table [key]; nullptr where there is none.
    const toml::table* table(const toml::table& parent, std::string_view key) const;

    // A string that is not empty.
    std::optional<std::string> optional_text(const toml::table& table, std::string_view key) const;
    std::string text(const toml::table& table, std::string_view key, std::string_view mend) const;
    // An array of such strings; empty where there is none.
    std::vector<std::string> texts(const toml::table& table, std::string_view key) const;
    bool flag(const toml::table& table, std::string_view key) const;
    // 0 to 2^63 - 1.
    std::optional<std::int64_t> optional_number(const toml::table& table, std::string_view key) const;

    template <typename Enum, std::size_t Count>
    Enum word(const toml::table& table, std::string_view key, const std::string& value,
              const std::array<std::string_view, Count>& names) const {
        const auto found = core::from_name<Enum>(value, names);
        if (!found)
            fail_at(table, key, fmt::format("= {} is none of {}", quote(value), fmt::join(names, ", ")));
        return *found;
    }

    // The line of the file in which line `line` (from 1) of a text stands. A text of several lines begins behind ''' .
    static int line_in(const toml::table& table, std::string_view key, std::size_t line);

  private:
    std::string file_;
    std::string what_;
};

}  // namespace gauntlet::record
