#include "context.hpp"

#include <fmt/format.h>

#include "gauntlet/broker/supervisor.hpp"
#include "gauntlet/wire/tables/cipher_suites.hpp"

namespace gauntlet::broker {
namespace {

using kainjow::mustache::data;

// What is absent is false: its section is not rendered, and it renders to nothing.
data text_or_no(const std::string& text) {
    return text.empty() ? data(false) : data(text);
}
data port_or_no(const std::optional<std::uint16_t>& port) {
    return port ? data(std::to_string(*port)) : data(false);
}

std::string suite_list(const std::vector<std::uint16_t>& codes) {
    std::string list;
    for (const std::uint16_t code : codes) {
        const std::string_view name = wire::tls::openssl_name(code);
        if (name.empty())
            throw StartFault(
                fmt::format("OpenSSL has no cipher suite {:#06x}, which the profile asks the broker for", code));
        list += (list.empty() ? "" : ":") + std::string(name);
    }
    return list;
}

// The same for brokers that take one name at a time, or IANA's.
data suite_sections(const std::vector<std::uint16_t>& codes) {
    data list(data::type::list);
    for (const std::uint16_t code : codes) {
        const auto row = wire::tls::find_cipher_suite(code);
        data suite(data::type::object);
        suite.set("suite", std::string(row ? row->openssl_name : std::string_view()));
        suite.set("iana", std::string(row ? row->name : std::string_view()));
        list << suite;
    }
    return list;
}

// "1.2", as brokers build their own words of it.
std::string version_number(const std::optional<core::TlsVersion>& version) {
    return version ? std::string(core::to_string(*version).substr(4)) : std::string();
}

// Brokers that take a list of versions ask for each of them.
void set_versions(data& context, const std::optional<core::TlsVersion>& minimum) {
    const auto set = [&](const char* name, core::TlsVersion version) {
        context.set(name, minimum.has_value() && version >= *minimum);
    };
    set("tls_1_0", core::TlsVersion::tls_1_0);
    set("tls_1_1", core::TlsVersion::tls_1_1);
    set("tls_1_2", core::TlsVersion::tls_1_2);
    set("tls_1_3", core::TlsVersion::tls_1_3);
}

data named_ports(const NamedPorts& of_instance, const NamedPorts& of_listener) {
    data object(data::type::object);
    for (const NamedPorts* ports : {&of_instance, &of_listener})
        for (const auto& [name, number] : *ports)
            object.set(name, std::to_string(number));
    return object;
}

data tls_ports(const ListenerPorts& ports) {
    data list(data::type::list);
    data first(data::type::object);
    first.set("port", std::to_string(ports.tls));
    list << first;
    if (ports.second) {
        data second(data::type::object);
        second.set("port", std::to_string(*ports.second));
        list << second;
    }
    return list;
}

void set_key_form(data& context, const ListenerRequest& request) {
    const core::KeyForm form = request.profile.key_form;
    context.set("usual_key_form", form == core::KeyForm::usual);
    context.set("key_inside_pem", form == core::KeyForm::inside_pem);
    context.set("encrypted_key", form == core::KeyForm::encrypted);
    context.set("pkcs12", form == core::KeyForm::pkcs12);
    context.set("jks", form == core::KeyForm::jks);
    context.set("encrypted_key_pem", request.stores.encrypted_key_pem);
    context.set("pkcs12_store", request.stores.pkcs12);
    context.set("jks_store", request.stores.jks);
    context.set("store_password", request.stores.password);
    context.set("client_ca_pkcs12", request.stores.client_ca_pkcs12);
}

void set_listener(data& context, const ListenerRequest& request, const ListenerPorts& ports, const NamedPorts& named,
                  std::size_t index) {
    const core::Profile& profile = request.profile;
    context.set("name", fmt::format("listener-{}", index + 1));
    context.set("profile", profile.name);
    context.set("websocket", core::has_websocket(request.transport));
    context.set("tls_ports", tls_ports(ports));
    context.set("tls_port", std::to_string(ports.tls));
    context.set("second_port", port_or_no(ports.second));
    context.set("plain_port", port_or_no(ports.plain));
    context.set("plain_websocket", request.transport == core::Transport::ws);
    context.set("one_way_port", port_or_no(ports.one_way));
    context.set("chain_pem", request.server.chain_pem);
    context.set("key_pem", request.server.key_pem);
    set_key_form(context, request);
    context.set("client_authentication", profile.client_authentication == core::ClientAuthentication::required);
    context.set("client_ca", !profile.client_anchors.empty());
    context.set("client_ca_pem", request.client_anchors_pem);
    context.set("crl", !profile.crls.empty());
    context.set("crl_pem", request.crl_pem);
    context.set("min_version", text_or_no(version_number(profile.min_version)));
    set_versions(context, profile.min_version);
    context.set("suites", text_or_no(suite_list(profile.suites)));
    context.set("suites_13", text_or_no(suite_list(profile.suites_13)));
    context.set("suite_list", suite_sections(profile.suites));
    context.set("suite_13_list", suite_sections(profile.suites_13));
    context.set("legacy", profile.legacy);
    context.set("password_access", profile.access == core::Access::password);
    context.set("user", request.user);
    context.set("password", request.password);
    context.set("identity_common_name", profile.identity == core::Identity::common_name);
    context.set("own_topics_only", profile.own_topics_only);
    context.set("ports", named_ports(named, ports.named));
}

data value_list(const std::vector<std::string>& values) {
    data list(data::type::list);
    for (const std::string& value : values) {
        data entry(data::type::object);
        entry.set("value", value);
        list << entry;
    }
    return list;
}

void set_programs(data& context, const Installation& installation) {
    context.set("binary", installation.binary.string());
    data tools(data::type::object);
    for (const auto& [name, path] : installation.tools)
        tools.set(name, path.string());
    context.set("tools", tools);
}

void set_instance(data& context, const Installation& installation, const std::filesystem::path& folder) {
    set_programs(context, installation);
    context.set("folder", folder.string());
    context.set("host", loopback);
    data settings(data::type::object);
    for (const auto& [name, values] : installation.settings)
        settings.set(name, value_list(values));
    context.set("settings", settings);
}

data listener_list(const std::vector<ListenerRequest>& requests, const std::vector<ListenerPorts>& ports,
                   const NamedPorts& named) {
    data list(data::type::list);
    for (std::size_t index = 0; index < requests.size(); ++index) {
        data listener(data::type::object);
        set_listener(listener, requests[index], ports[index], named, index);
        list << listener;
    }
    return list;
}

}  // namespace

data program_context(const Installation& installation) {
    data context(data::type::object);
    set_programs(context, installation);
    return context;
}

data instance_context(const Installation& installation, const std::filesystem::path& folder,
                      const std::vector<ListenerRequest>& requests, const std::vector<ListenerPorts>& ports,
                      const NamedPorts& named) {
    data context(data::type::object);
    set_instance(context, installation, folder);
    context.set("ports", named_ports(named, {}));
    context.set("listeners", listener_list(requests, ports, named));
    return context;
}

data listener_context(const Installation& installation, const std::filesystem::path& folder,
                      const ListenerRequest& request, const ListenerPorts& ports, const NamedPorts& named,
                      std::size_t index) {
    data context(data::type::object);
    set_instance(context, installation, folder);
    set_listener(context, request, ports, named, index);
    return context;
}

bool is_set(const data& context, const std::string& name) {
    const data* value = context.get(name);
    return value != nullptr && !value->is_false();
}

}  // namespace gauntlet::broker
