#include "packet.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <iterator>
#include <memory>

#include "packet_text.hpp"

namespace gauntlet::cli {
namespace {

std::string standard_input() {
    return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

int write(const PacketOutput& output) {
    std::cout << output.out << std::flush;
    std::cerr << output.errors;
    return output.exit_code;
}

void add_decode(CLI::App& packet, int& exit_code) {
    CLI::App* decode = packet.add_subcommand("decode", "read hex or notation on stdin, write what the packets say");
    const auto version = std::make_shared<std::string>("3.1.1");
    const auto sender = std::make_shared<std::string>("client");
    const auto options = std::make_shared<PacketOptions>();
    decode->add_option("--mqtt", *version, "protocol version; a CONNECT says it itself")
        ->check(CLI::IsMember({"3.1", "3.1.1", "5.0"}))
        ->capture_default_str();
    decode->add_option("--from", *sender, "who sent the packets")
        ->check(CLI::IsMember({"client", "server"}))
        ->capture_default_str();
    decode->add_flag("--json", options->json, "write a JSON array, one object for each packet");
    decode->add_flag("--lenient", options->lenient, "a violation is no error");
    decode->callback([version, sender, options, &exit_code] {
        options->version = *wire::mqtt::version_of(*version);
        options->sender = *sender == "client" ? wire::mqtt::Sender::client : wire::mqtt::Sender::server;
        exit_code = write(decode_packets(standard_input(), *options));
    });
}

void add_encode(CLI::App& packet, int& exit_code) {
    CLI::App* encode = packet.add_subcommand("encode", "read notation on stdin, write the bytes as hex");
    const auto raw = std::make_shared<bool>(false);
    encode->add_flag("--raw", *raw, "write the bytes themselves");
    encode->callback([raw, &exit_code] { exit_code = write(encode_packets(standard_input(), *raw)); });
}

}  // namespace

void add_packet(CLI::App& app, int& exit_code) {
    CLI::App* packet = app.add_subcommand("packet", "decode and encode MQTT packets");
    packet->require_subcommand(1);
    add_decode(*packet, exit_code);
    add_encode(*packet, exit_code);
}

}  // namespace gauntlet::cli
