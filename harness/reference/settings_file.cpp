#include "gauntlet/reference/settings_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include "gauntlet/core/bad_input.hpp"
#include "gauntlet/core/one_line.hpp"
#include "gauntlet/reference/flaw_name.hpp"

namespace gauntlet::reference {

namespace {

using core::TlsVersion;

constexpr std::array<std::pair<std::string_view, TlsVersion>, 4> versions{{{"1.0", TlsVersion::tls_1_0},
                                                                           {"1.1", TlsVersion::tls_1_1},
                                                                           {"1.2", TlsVersion::tls_1_2},
                                                                           {"1.3", TlsVersion::tls_1_3}}};

class Reader {
  public:
    explicit Reader(const std::filesystem::path& file) : file_(file) {}

    Settings read(const toml::table& root) {
        read_keys(root, {{"flaws", [this](const toml::node& node) { read_flaws(node); }},
                         {"planted", [this](const toml::node& node) { settings_.planted = planted(node); }},
                         {"listener", [this](const toml::node& node) { read_listeners(node); }}});
        if (settings_.listeners.empty())
            fail(root, "there is no [[listener]]; add one");
        return std::move(settings_);
    }

  private:
    using Take = std::function<void(const toml::node&)>;
    using Keys = std::map<std::string, Take, std::less<>>;

    [[noreturn]] void fail(const toml::node& node, const std::string& what) const {
        throw core::BadInput(file_.string(), static_cast<int>(node.source().begin.line), core::one_line(what));
    }

    void read_keys(const toml::table& table, const Keys& keys) const {
        for (const auto& [key, node] : table) {
            const auto known = keys.find(key.str());
            if (known == keys.end())
                fail(node, fmt::format("unknown key \"{}\"; use {}", key.str(), names(keys)));
            known->second(node);
        }
    }

    static std::string names(const Keys& keys) {
        std::vector<std::string> result;
        for (const auto& [name, take] : keys)
            result.push_back(name);
        return fmt::format("{}", fmt::join(result, ", "));
    }

    std::string text(const toml::node& node) const {
        const auto value = node.value_exact<std::string>();
        if (!value)
            fail(node, "must be a text in quotation marks");
        return *value;
    }
    bool flag(const toml::node& node) const {
        const auto value = node.value_exact<bool>();
        if (!value)
            fail(node, "must be true or false");
        return *value;
    }
    std::uint16_t port(const toml::node& node) const {
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value < 0 || *value > 65535)
            fail(node, "must be a port: a number from 0 (any free one) to 65535");
        return static_cast<std::uint16_t>(*value);
    }
    const toml::array& list(const toml::node& node) const {
        if (!node.is_array())
            fail(node, "must be a list in square brackets");
        return *node.as_array();
    }
    const toml::array& tables(const toml::node& node, std::string_view name) const {
        if (!node.is_array_of_tables())
            fail(node, fmt::format("must be tables: [[{}]]", name));
        return *node.as_array();
    }
    // Relative to the folder of the file.
    std::filesystem::path path(const toml::node& node) const { return file_.parent_path() / text(node); }

    TlsVersion version(const toml::node& node) const {
        const std::string name = text(node);
        const auto* const found = std::ranges::find(versions, name, &std::pair<std::string_view, TlsVersion>::first);
        if (found == versions.end())
            fail(node, "must be a version of TLS: \"1.0\", \"1.1\", \"1.2\" or \"1.3\"");
        return found->second;
    }

    core::Transport transport(const toml::node& node) const {
        const std::string name = text(node);
        const auto* const found = std::ranges::find(core::transport_names, name);
        if (found == core::transport_names.end())
            fail(node, fmt::format("must be one of {}", fmt::join(core::transport_names, ", ")));
        return static_cast<core::Transport>(found - core::transport_names.begin());
    }

    void read_flaws(const toml::node& node) {
        for (const toml::node& item : list(node)) {
            const std::string name = text(item);
            const std::optional<core::Flaw> flaw = flaw_named(name);
            if (!flaw)
                fail(item, unknown_flaw(name));
            settings_.flaws.add(*flaw);
        }
    }

    mqtt::Planted planted(const toml::node& node) const {
        const std::string given = text(node);
        const std::size_t colon = given.find(':');
        mqtt::Planted planted;
        const bool depth = colon != std::string::npos && number(given.substr(0, colon), planted.depth);
        if (!depth || planted.depth < 1 || planted.depth > mqtt::Planted::deepest ||
            !number(given.substr(colon + 1), planted.seed))
            fail(node, fmt::format("must be \"DEPTH:SEED\", with a depth from 1 to {}", mqtt::Planted::deepest));
        return planted;
    }

    // Whether the whole text is one.
    template <typename Number>
    static bool number(std::string_view text, Number& into) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
        return error == std::errc() && end == text.data() + text.size();
    }

    void read_listeners(const toml::node& node) {
        for (const toml::node& item : tables(node, "listener"))
            read_listener(*item.as_table());
    }

    void read_listener(const toml::table& table) {
        ListenerSettings listener;
        std::vector<std::uint16_t> ports;
        read_keys(table, keys_of(listener, ports));
        if (ports.empty())
            fail(table, "the listener has no port; add ports = [8883]");
        check_tls(table, listener);
        for (const std::uint16_t one : ports) {
            listener.port = one;
            settings_.listeners.push_back(listener);
        }
    }

    void check_tls(const toml::table& table, const ListenerSettings& listener) const {
        if (!core::has_tls(listener.transport))
            return;
        const bool in_pem = !listener.certificate_chain.empty() && !listener.key.empty();
        const bool named = !listener.certificate_chain.empty() || !listener.key.empty();
        if (!listener.key_store.empty() && named)
            fail(table, "key_store stands in place of certificate_chain and key; remove it, or both of them");
        if (listener.key_store.empty() && !in_pem)
            fail(table, fmt::format("a listener of {} needs certificate_chain and key; add both",
                                    core::to_string(listener.transport)));
        if (listener.require_certificate && listener.client_ca.empty())
            fail(table, "require_certificate needs client_ca; add it");
    }

    template <typename Target, typename Value>
    Take to(Target& target, Value value) const {
        return [this, &target, value](const toml::node& node) { target = (this->*value)(node); };
    }

    Keys keys_of(ListenerSettings& l, std::vector<std::uint16_t>& ports) const {
        return {
            {"name", to(l.name, &Reader::text)},
            {"host", to(l.host, &Reader::text)},
            {"ports", [this, &ports](const toml::node& node) { read_ports(node, ports); }},
            {"transport", to(l.transport, &Reader::transport)},
            {"certificate_chain", to(l.certificate_chain, &Reader::path)},
            {"key", to(l.key, &Reader::path)},
            {"key_store", to(l.key_store, &Reader::path)},
            {"key_password", to(l.key_password, &Reader::text)},
            {"ocsp_response", to(l.ocsp_response, &Reader::path)},
            {"client_ca", to(l.client_ca, &Reader::path)},
            {"crl", to(l.crl, &Reader::path)},
            {"require_certificate", to(l.require_certificate, &Reader::flag)},
            {"min_version", to(l.min_version, &Reader::version)},
            {"max_version", to(l.max_version, &Reader::version)},
            {"suites", to(l.suites, &Reader::text)},
            {"suites_13", to(l.suites_13, &Reader::text)},
            {"groups", to(l.groups, &Reader::text)},
            {"alpn", [this, &l](const toml::node& node) { read_texts(node, l.alpn); }},
            {"legacy", to(l.legacy, &Reader::flag)},
            {"websocket_path", to(l.websocket_path, &Reader::text)},
            {"identity_common_name", to(l.identity_common_name, &Reader::flag)},
            {"own_topics_only", to(l.own_topics_only, &Reader::flag)},
            {"user", [this, &l](const toml::node& node) { read_users(node, l.users); }},
        };
    }

    void read_ports(const toml::node& node, std::vector<std::uint16_t>& ports) const {
        for (const toml::node& item : list(node))
            ports.push_back(port(item));
    }
    void read_texts(const toml::node& node, std::vector<std::string>& texts) const {
        for (const toml::node& item : list(node))
            texts.push_back(text(item));
    }
    void read_users(const toml::node& node, std::vector<User>& users) const {
        for (const toml::node& item : tables(node, "listener.user")) {
            User user;
            read_keys(*item.as_table(),
                      {{"name", to(user.name, &Reader::text)}, {"password", to(user.password, &Reader::text)}});
            if (user.name.empty())
                fail(item, "the user has no name; add name = \"NAME\"");
            users.push_back(std::move(user));
        }
    }

    const std::filesystem::path& file_;
    Settings settings_;
};

}  // namespace

Settings read_settings(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        throw core::BadInput(file.string(), 0, "there is no such file; give another path");
    try {
        const toml::table root = toml::parse_file(file.string());
        return Reader(file).read(root);
    } catch (const toml::parse_error& fault) {
        throw core::BadInput(file.string(), static_cast<int>(fault.source().begin.line),
                             fmt::format("{}; correct the TOML", core::one_line(fault.description())));
    }
}

}  // namespace gauntlet::reference
