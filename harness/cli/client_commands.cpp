#include "client_commands.hpp"

#include <fmt/format.h>

#include "file_text.hpp"
#include "shell_word.hpp"

namespace gauntlet::cli {

namespace {

std::string option(const char* name, const std::string& value) {
    return value.empty() ? std::string() : fmt::format(" {} {}", name, shell_word(value));
}

std::string mosquitto_client(const char* program, const ClientSide& client) {
    return fmt::format("{} -h {} -p {}", program, client.host, client.port) +
           option("--cafile", client.anchors.string()) + option("--cert", client.chain.string()) +
           option("--key", client.key.string()) + option("-u", client.user) + option("-P", client.password) +
           fmt::format(" -t '{}'", client.topic);
}

// A raw string literal of C++ ends with )".
std::string pem_constant(const char* name, const std::filesystem::path& file) {
    return fmt::format("const char {}[] = R\"(\n{})\";\n", name, file_text("--out", file.string()));
}

std::string text_constant(const char* name, const std::string& value) {
    return fmt::format("const char {}[] = R\"({})\";\n", name, value);
}

}  // namespace

std::string mosquitto_pub(const ClientSide& client) {
    return mosquitto_client("mosquitto_pub", client) + " -m hello";
}

std::string mosquitto_sub(const ClientSide& client) {
    return mosquitto_client("mosquitto_sub", client) + " -v";
}

std::string openssl_s_client(const ClientSide& client) {
    return fmt::format("openssl s_client -connect {0}:{1} -servername {0} -verify_hostname {0} -verify_return_error",
                       client.host, client.port) +
           option("-CAfile", client.anchors.string()) + option("-cert", client.chain.string()) +
           option("-cert_chain", client.chain.string()) + option("-key", client.key.string());
}

std::string esp32_constants(const ClientSide& client) {
    std::string text = fmt::format(
        "// For WiFiClientSecure and PubSubClient. The listener is on the loopback of the machine that runs it, at "
        "port\n"
        "// {0}: forward one that the device reaches, such as: socat TCP-LISTEN:{0},fork,bind=ADDRESS "
        "TCP:127.0.0.1:{0}\n"
        "// Its certificate names {1}. WiFiClientSecure::connect(ADDRESS, mqtt_port, mqtt_host, ca_certificate, ...)\n"
        "// checks for that name whatever the address is.\n",
        client.port, client.host);
    text += fmt::format("#pragma once\nconst char mqtt_host[] = \"{}\";\nconst int mqtt_port = {};\n", client.host,
                        client.port);
    text += fmt::format("const char mqtt_topic[] = \"{}\";\n", client.topic);
    if (!client.anchors.empty())
        text += pem_constant("ca_certificate", client.anchors) + "// WiFiClientSecure::setCACert(ca_certificate)\n";
    if (!client.chain.empty())
        text += pem_constant("client_certificate", client.chain) + pem_constant("client_key", client.key) +
                "// setCertificate(client_certificate), setPrivateKey(client_key)\n";
    if (!client.user.empty())
        text += text_constant("mqtt_user", client.user) + text_constant("mqtt_password", client.password) +
                "// PubSubClient::connect(id, mqtt_user, mqtt_password)\n";
    return text;
}

}  // namespace gauntlet::cli
