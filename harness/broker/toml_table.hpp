// Reads one table of an adapter file strictly: a key of another type, a missing one and an unknown one are BadInput
// with the file and line.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gauntlet/broker/bad_input.hpp"
#include "gauntlet/core/one_line.hpp"

namespace gauntlet::broker {

struct Line {
    unsigned number = 0;
};

struct Text {
    std::string value;
    Line line;
};

class TomlTable {
  public:
    // `where`: how the table is called in errors: "the file", "[start]".
    TomlTable(const std::filesystem::path& file, const toml::table& table, std::string where)
        : file_(&file), table_(&table), where_(std::move(where)) {}

    [[noreturn]] void fail(Line line, const std::string& what) const {
        throw BadInput(fmt::format("{}:{}: {}", file_->string(), line.number, core::one_line(what)));
    }

    Line line() const { return line_of(*table_); }

    Text text(const std::string& key) { return text_of(require(key), quoted(key)); }
    std::optional<Text> optional_text(const std::string& key) {
        const toml::node* node = find(key);
        return node != nullptr ? std::optional(text_of(*node, quoted(key))) : std::nullopt;
    }

    bool optional_bool(const std::string& key) {
        const toml::node* node = find(key);
        if (node == nullptr)
            return false;
        const auto value = node->value_exact<bool>();
        if (!value)
            fail(line_of(*node), quoted(key) + " must be true or false");
        return *value;
    }

    bool has(const std::string& key) { return find(key) != nullptr; }

    std::int64_t positive(const std::string& key) {
        const toml::node& node = require(key);
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value <= 0)
            fail(line_of(node), quoted(key) + " must be a whole number above 0");
        return *value;
    }

    std::vector<Text> texts(const std::string& key) { return texts_of(require(key), key); }
    std::vector<Text> optional_texts(const std::string& key) {
        const toml::node* node = find(key);
        return node != nullptr ? texts_of(*node, key) : std::vector<Text>();
    }

    TomlTable table(const std::string& key) {
        const toml::node& node = require(key);
        if (!node.is_table())
            fail(line_of(node), quoted(key) + " must be a table: [" + key + "]");
        return {*file_, *node.as_table(), "[" + key + "]"};
    }
    std::optional<TomlTable> optional_table(const std::string& key) {
        known_.insert(key);
        return table_->contains(key) ? std::optional(table(key)) : std::nullopt;
    }

    std::vector<TomlTable> tables(const std::string& key) {
        std::vector<TomlTable> result;
        const toml::node* node = find(key);
        if (node == nullptr)
            return result;
        if (!node->is_array_of_tables())
            fail(line_of(*node), quoted(key) + " must be a list of tables: [[" + key + "]]");
        for (const toml::node& item : *node->as_array())
            result.emplace_back(*file_, *item.as_table(), "[[" + key + "]]");
        return result;
    }

    // Every key that is there, as read.
    std::vector<std::string> keys() {
        std::vector<std::string> result;
        for (const auto& [key, node] : *table_)
            result.emplace_back(key.str());
        known_.insert(result.begin(), result.end());
        return result;
    }
    // Every key was asked for by one of the above; one that was not is unknown.
    void finish() const {
        for (const auto& [key, node] : *table_)
            if (!known_.contains(std::string(key.str())))
                fail({key.source().begin.line}, fmt::format("unknown key \"{}\" in {}; remove it (known there: {})",
                                                            key.str(), where_, fmt::join(known_, ", ")));
    }

    const toml::node& require(const std::string& key) {
        if (const toml::node* node = find(key))
            return *node;
        fail(line(), fmt::format("key \"{}\" is missing in {}; add it", key, where_));
    }
    static Line line_of(const toml::node& node) { return {node.source().begin.line}; }

  private:
    static std::string quoted(const std::string& key) { return "\"" + key + "\""; }

    const toml::node* find(const std::string& key) {
        known_.insert(key);
        return table_->get(key);
    }

    Text text_of(const toml::node& node, const std::string& name) const {
        const auto value = node.value_exact<std::string>();
        if (!value || value->empty())
            fail(line_of(node), name + " must be a text that is not empty");
        return {*value, line_of(node)};
    }

    std::vector<Text> texts_of(const toml::node& node, const std::string& key) const {
        if (!node.is_array())
            fail(line_of(node), quoted(key) + " must be a list of texts");
        std::vector<Text> result;
        for (const toml::node& item : *node.as_array())
            result.push_back(text_of(item, "every item of " + quoted(key)));
        return result;
    }

    const std::filesystem::path* file_;
    const toml::table* table_;
    std::string where_;
    std::set<std::string> known_;
};

}  // namespace gauntlet::broker
