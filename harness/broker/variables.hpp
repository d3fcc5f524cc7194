// The closed lists of what an adapter's templates may name; docs/adapters.md explains them.
#pragma once

#include <array>
#include <string_view>

namespace gauntlet::broker {

// Of the instance: everywhere.
inline constexpr auto instance_variables = std::to_array<std::string_view>({
    "binary",     // the broker's program
    "folder",     // the instance's folder
    "host",       // the address to listen on
    "listeners",  // a section: once for every listener; not where each = "listener"
});

// Of an installation: in [install], and no others there.
inline constexpr auto install_variables = std::to_array<std::string_view>({
    "folder",   // where the broker is installed; its programs in bin/ below it
    "scratch",  // a folder that is removed when the steps are done
    "adapter",  // the adapter's own folder
});

// Of a listener: inside {{#listeners}}, and where each = "listener".
inline constexpr auto listener_variables = std::to_array<std::string_view>({
    "name",       // "listener-1": unique in the instance, fit for a file name
    "profile",    // the name of its profile
    "websocket",  // its TLS ports speak MQTT over WebSocket
    "tls_ports",  // a section: once for each of its TLS ports, with `port`
    "tls_port",   // its first TLS port
    "second_port",
    "plain_port",
    "plain_websocket",  // the plain listener speaks MQTT over WebSocket
    "one_way_port",
    "chain_pem",
    "key_pem",
    "usual_key_form",
    "key_inside_pem",
    "encrypted_key",
    "encrypted_key_pem",
    "pkcs12",
    "pkcs12_store",
    "jks",
    "jks_store",
    "store_password",
    "client_authentication",
    "client_ca",
    "client_ca_pem",
    "client_ca_pkcs12",
    "crl",
    "crl_pem",
    "min_version",
    "tls_1_0",  // there is a minimum, and it is not above this version; likewise the next three
    "tls_1_1",
    "tls_1_2",
    "tls_1_3",
    "suites",
    "suites_13",
    "suite_list",  // a section: once for each of the suites, with `suite` and `iana`
    "suite_13_list",
    "legacy",
    "password_access",
    "user",
    "password",
    "identity_common_name",
    "own_topics_only",
});

// Those that are there or not: what `when` may name.
inline constexpr auto yes_or_no_variables = std::to_array<std::string_view>({
    "websocket",
    "second_port",
    "plain_port",
    "plain_websocket",
    "one_way_port",
    "usual_key_form",
    "key_inside_pem",
    "encrypted_key",
    "pkcs12",
    "jks",
    "client_authentication",
    "client_ca",
    "crl",
    "min_version",
    "suites",
    "suites_13",
    "legacy",
    "password_access",
    "identity_common_name",
    "own_topics_only",
});

// Inside {{#tls_ports}}.
inline constexpr std::string_view port_variable = "port";

// Inside {{#suite_list}} and {{#suite_13_list}}.
inline constexpr auto suite_variables = std::to_array<std::string_view>({"suite", "iana"});

// Inside {{#settings.NAME}}, which is rendered once for each value that the user gave.
inline constexpr std::string_view value_variable = "value";

}  // namespace gauntlet::broker
