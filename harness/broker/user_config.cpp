#include "gauntlet/broker/user_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "mosquitto_conf.hpp"

namespace gauntlet::broker {

namespace fs = std::filesystem;

namespace {

// Why a setting is not taken over; empty: without a word, as nothing that is tested depends on it.
const std::map<std::string_view, std::string_view> left_out{
    {"acl_file", "left out: the topics of the scenarios are not in it"},
    {"auth_plugin", "left out: who may log in is Gauntlet's to say"},
    {"plugin", "left out: who may log in is Gauntlet's to say"},
    {"global_plugin", "left out: who may log in is Gauntlet's to say"},
    {"password_file", "one user of Gauntlet's in place of yours"},
    {"allow_anonymous", ""},
    {"per_listener_settings", ""},
    {"bind_address", ""},
    {"bind_interface", ""},
    {"socket_domain", ""},
    {"port", ""},
    {"pid_file", ""},
    {"user", ""},
    {"capath", "Gauntlet's CA is put in as cafile"},
    {"tls_engine", "left out: the key is a file of Gauntlet's"},
    {"tls_engine_kpass_sha1", "left out: the key is a file of Gauntlet's"},
    {"tls_keyform", "left out: the key is a file of Gauntlet's"},
    {"persistence_location", ""},
};

// The broker is started elsewhere.
bool is_path(std::string_view word) {
    return word == "dhparamfile" || word == "psk_file" || word == "http_dir";
}

bool belongs_to_plugin(std::string_view word) {
    return word.starts_with("auth_opt_") || word.starts_with("plugin_opt_");
}

bool is_log_setting(std::string_view word) {
    return word.starts_with("log_");
}

std::optional<core::TlsVersion> version_of(const std::string& text) {
    if (text == "tlsv1.1")
        return core::TlsVersion::tls_1_1;
    if (text == "tlsv1.2")
        return core::TlsVersion::tls_1_2;
    if (text == "tlsv1.3")
        return core::TlsVersion::tls_1_3;
    return std::nullopt;
}

bool has_tls(const MosquittoConf& conf, std::size_t section) {
    return conf.sections[section].is_listener && conf.sections[section].port != "0" &&
           !conf.value(section, "certfile").empty();
}

UserListener listener_of(const MosquittoConf& conf, std::size_t section) {
    const bool websocket = conf.value(section, "protocol") == "websockets";
    const std::string ciphers = conf.value(section, "ciphers");
    return {
        .name = conf.sections[section].port,
        .place = conf.sections[section].place,
        .transport = websocket ? core::Transport::wss : core::Transport::mqtts,
        .requires_certificate = conf.is_true(section, "require_certificate"),
        .has_ca_file = !conf.value(section, "cafile").empty() || !conf.value(section, "capath").empty(),
        .has_crl = !conf.value(section, "crlfile").empty(),
        .identity = conf.is_true(section, "use_identity_as_username"),
        .anonymous = conf.anonymous(section),
        .legacy = ciphers.find("@SECLEVEL=0") != std::string::npos,
        .min_version = version_of(conf.value(section, "tls_version")),
        .configuration = {},
        .other_ports = {},
    };
}

std::vector<std::string> changes_of(const MosquittoConf& conf) {
    std::vector<std::string> changes;
    for (const ConfLine& line : conf.lines) {
        const auto rule = left_out.find(line.word);
        if (line.bridge && line.word == "connection")
            changes.push_back(fmt::format("{}: bridge {} left out: nobody is connected to", line.place, line.value));
        else if (!line.bridge && rule != left_out.end() && !rule->second.empty())
            changes.push_back(fmt::format("{}: {} {}", line.place, line.word, rule->second));
    }
    for (std::size_t i = 0; i < conf.sections.size(); ++i)
        if (conf.sections[i].is_listener && !has_tls(conf, i))
            changes.push_back(fmt::format("{}: listener {} has no certfile and no TLS: it is not graded",
                                          conf.sections[i].place, conf.sections[i].port));
    return changes;
}

// The user's lines as a template: one listener is the one that an instance is asked for.
class Rewriter {
  public:
    Rewriter(const MosquittoConf& conf, std::size_t section) : conf_(conf), graded_(section) {}

    static std::string port_name(std::size_t section) { return fmt::format("other{}", section); }

    std::string text() {
        text_ = "log_dest stderr\nlog_type all\nlog_timestamp_format %Y-%m-%dT%H:%M:%S\n";
        put("per_listener_settings {}", conf_.per_listener() ? "true" : "false");
        put("persistence_location {{{{folder}}}}/");
        if (!conf_.per_listener())
            put_access(graded_);
        if (conf_.sections.front().is_listener)
            begin(0);
        for (const ConfLine& line : conf_.lines)
            add(line);
        return text_;
    }

  private:
    template <typename... Values>
    void put(fmt::format_string<Values...> format, Values&&... values) {
        text_ += fmt::format(format, std::forward<Values>(values)...) + "\n";
    }
    // What is rendered with the variables of the listener that is asked for.
    void put_for_listener(const std::string& line) { text_ += "{{#listeners}}" + line + "\n{{/listeners}}"; }

    void add(const ConfLine& line) {
        if (line.bridge || is_log_setting(line.word) || belongs_to_plugin(line.word) || left_out.contains(line.word)) {
            if (line.word == "capath")
                put_ca(line.section);
        } else if (line.word == "listener") {
            begin(line.section);
        } else if (line.word == "certfile") {
            put_for_listener("certfile {{folder}}/{{name}}-chain.pem");
        } else if (line.word == "keyfile") {
            put_for_listener(
                "keyfile {{folder}}/{{name}}-{{#key_inside_pem}}chain{{/key_inside_pem}}{{^key_inside_pem}}key"
                "{{/key_inside_pem}}.pem");
        } else if (line.word == "cafile") {
            put_ca(line.section);
        } else if (line.word == "crlfile") {
            if (line.section == graded_)
                put_for_listener("{{#crl}}crlfile {{folder}}/{{name}}-crl.pem{{/crl}}");
        } else {
            put("{} {}", line.word, is_path(line.word) ? fs::absolute(line.value).string() : line.value);
        }
    }

    void begin(std::size_t section) {
        const std::string port = section == graded_ ? "{{#listeners}}{{tls_port}}{{/listeners}}"
                                                    : fmt::format("{{{{ports.{}}}}}", port_name(section));
        if (section == 0)
            put("port {}\nbind_address {{{{host}}}}", port);
        else if (conf_.sections[section].port == "0")
            put("listener 0 {{{{folder}}}}/{}.socket", port_name(section));
        else
            put("listener {} {{{{host}}}}", port);
        if (conf_.sections[section].port != "0")
            put("socket_domain ipv4");
        if (conf_.per_listener())
            put_access(section);
    }

    // A listener that asks for certificates does not start without a CA.
    void put_ca(std::size_t section) {
        std::string text = "{{#client_ca}}cafile {{folder}}/{{name}}-clients-ca.pem{{/client_ca}}";
        if (section != graded_)
            text += "{{^client_ca}}cafile {{folder}}/{{name}}-chain.pem{{/client_ca}}";
        put_for_listener(text);
    }

    // Who may log in: everybody where the user says so; else whom the certificate names, or the one user of the
    // scenarios about passwords. The others are not about logging in.
    void put_access(std::size_t section) {
        const bool identity = conf_.is_true(section, "use_identity_as_username");
        if (conf_.anonymous(section))
            put("allow_anonymous true");
        else if (identity)
            put("allow_anonymous false");
        else
            put_for_listener(
                "{{#password_access}}allow_anonymous false\npassword_file {{folder}}/{{name}}-passwords"
                "{{/password_access}}{{^password_access}}allow_anonymous true{{/password_access}}");
    }

    const MosquittoConf& conf_;
    std::size_t graded_;
    std::string text_;
};

std::vector<PortRule> ports_beside(const MosquittoConf& conf, std::size_t section) {
    std::vector<PortRule> ports;
    for (std::size_t i = 0; i < conf.sections.size(); ++i)
        if (conf.sections[i].is_listener && i != section)
            ports.push_back({.name = Rewriter::port_name(i), .each_listener = false});
    return ports;
}

// What the profile needs of a listener that is not put in by us.
std::optional<std::string> mismatch(const UserListener& listener, const core::Profile& profile) {
    const bool required = profile.client_authentication == core::ClientAuthentication::required;
    if (required != listener.requires_certificate)
        return required ? "it does not ask for a certificate of the client (require_certificate)"
                        : "it asks for a certificate of the client (require_certificate)";
    if (!required && !profile.client_anchors.empty() && !listener.has_ca_file)
        return "it has no cafile";
    if (!profile.crls.empty() && !listener.has_crl)
        return "it has no crlfile";
    if (profile.identity == core::Identity::common_name && !listener.identity)
        return "the certificate does not name the user (use_identity_as_username)";
    if (profile.min_version && profile.min_version != listener.min_version)
        return "it has another tls_version";
    if (!profile.suites.empty() || !profile.suites_13.empty())
        return "it has cipher suites of its own";
    if (profile.legacy && !listener.legacy)
        return "its ciphers do not lower OpenSSL's security level";
    if (profile.access == core::Access::password && (listener.anonymous || listener.identity))
        return "nobody needs a password there (allow_anonymous, use_identity_as_username)";
    if (profile.own_topics_only)
        return "acl_file is not taken over";
    if (profile.second_listener || profile.plain_listener || profile.one_way_listener)
        return "the scenario needs another listener beside it";
    return std::nullopt;
}

}  // namespace

UserConfig read_user_config(const fs::path& file) {
    const MosquittoConf conf = read_mosquitto_conf(file);
    UserConfig config{.listeners = {}, .changes = changes_of(conf)};
    std::map<std::string, int> seen;
    for (std::size_t i = 0; i < conf.sections.size(); ++i) {
        if (!has_tls(conf, i))
            continue;
        UserListener listener = listener_of(conf, i);
        if (const int count = ++seen[listener.name]; count > 1)
            listener.name += fmt::format("-{}", count);
        listener.configuration = {.source = file.string(), .text = Rewriter(conf, i).text()};
        listener.other_ports = ports_beside(conf, i);
        config.listeners.push_back(std::move(listener));
    }
    if (config.listeners.empty())
        throw BadInput(
            fmt::format("--config {}: no listener has a certfile: there is no TLS to be tested", file.string()));
    return config;
}

Adapter with_user_config(Adapter mosquitto, const UserListener& listener) {
    const auto rule =
        std::ranges::find_if(mosquitto.files, [](const FileRule& each) { return each.path.text == "mosquitto.conf"; });
    rule->content = listener.configuration;
    mosquitto.transports = {listener.transport};
    mosquitto.listeners = Fit::one_profile;
    mosquitto.ports.insert(mosquitto.ports.end(), listener.other_ports.begin(), listener.other_ports.end());
    return mosquitto;
}

std::optional<std::string> unsuited(const UserListener& listener, const core::Scenario& scenario) {
    const auto because = [&listener](const std::string& why) {
        return fmt::format("the listener ({}) is not set up for it: {}", listener.place, why);
    };
    if (const auto why = mismatch(listener, scenario.profile))
        return because(*why);
    const std::optional<core::TlsVersion> offered = core::control_of(scenario).stimulus.client.tls.max;
    if (listener.min_version && offered && *offered < *listener.min_version)
        return because(fmt::format("it takes {} and later, and its good client offers {} at most",
                                   core::to_string(*listener.min_version), core::to_string(*offered)));
    return std::nullopt;
}

}  // namespace gauntlet::broker
