#include "toml_file.hpp"

#include <limits>

#include "gauntlet/core/one_line.hpp"

namespace gauntlet::record {

toml::table TomlFile::parse() const {
    try {
        return toml::parse_file(file_);
    } catch (const toml::parse_error& error) {
        const int line = line_of(error.source());
        if (line == 0)
            fail(0, fmt::format("cannot be read ({}); name {}", core::one_line(error.description()), what_));
        fail(line, fmt::format("no TOML here: {}", core::one_line(error.description())));
    }
}

std::vector<const toml::table*> TomlFile::tables(const toml::table& table, std::string_view key) const {
    std::vector<const toml::table*> found;
    const toml::node* node = table.get(key);
    if (node == nullptr)
        return found;
    const toml::array* array = node->as_array();
    if (array == nullptr)
        fail(line_of(node->source()),
             fmt::format("{0} must be an array of tables; begin each entry with [[{0}]]", key));
    for (const toml::node& element : *array) {
        if (!element.is_table())
            fail(line_of(element.source()),
                 fmt::format("an entry of {0} is no table; begin each entry with [[{0}]]", key));
        found.push_back(element.as_table());
    }
    return found;
}

const toml::table* TomlFile::table(const toml::table& parent, std::string_view key) const {
    const toml::node* node = parent.get(key);
    if (node != nullptr && !node->is_table())
        fail_at(parent, key, fmt::format("must be a table; begin it with [{}]", key));
    return node == nullptr ? nullptr : node->as_table();
}

std::optional<std::string> TomlFile::optional_text(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr)
        return std::nullopt;
    const auto text = node->value_exact<std::string>();
    if (!text || text->find_first_not_of(" \t\r\n") == std::string::npos)
        fail_at(table, key, "must be a string that is not empty");
    return text;
}

std::string TomlFile::text(const toml::table& table, std::string_view key, std::string_view mend) const {
    auto found = optional_text(table, key);
    if (!found)
        fail(line_of(table.source()), fmt::format("the entry has no {}; {}", key, mend));
    return *found;
}

std::vector<std::string> TomlFile::texts(const toml::table& table, std::string_view key) const {
    std::vector<std::string> found;
    const toml::node* node = table.get(key);
    if (node == nullptr)
        return found;
    if (!node->is_array())
        fail_at(table, key, "must be an array of strings: [\"one\", \"two\"]");
    for (const toml::node& element : *node->as_array()) {
        const auto text = element.value_exact<std::string>();
        if (!text || text->empty())
            fail(line_of(element.source()), fmt::format("an element of {} is no string, or empty", key));
        found.push_back(*text);
    }
    return found;
}

bool TomlFile::flag(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node != nullptr && !node->is_boolean())
        fail_at(table, key, "must be true or false");
    return node != nullptr && **node->as_boolean();
}

std::optional<std::int64_t> TomlFile::optional_number(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr)
        return std::nullopt;
    const auto number = node->value_exact<std::int64_t>();
    if (!number || *number < 0)
        fail_at(table, key, "must be a whole number, 0 or more");
    return number;
}

int TomlFile::line_in(const toml::table& table, std::string_view key, std::size_t line) {
    const toml::source_region& source = table.get(key)->source();
    const bool several = source.end.line > source.begin.line;
    return line_of(source) + (several ? static_cast<int>(line) : 0);
}

}  // namespace gauntlet::record
