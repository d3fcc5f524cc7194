// Where the steps go, and with what.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/core/transport.hpp"
#include "gauntlet/net/open.hpp"
#include "gauntlet/recipe/credentials.hpp"
#include "gauntlet/recipe/material.hpp"

namespace gauntlet::drive {

struct Address {
    std::string host;
    std::uint16_t port = 0;
    core::Transport transport = core::Transport::mqtts;
    std::string path;  // of a WebSocket
};

// One set-up listener as seen by a client of it. What it points to must outlive the conversation.
struct Target {
    Address listener;
    std::optional<Address> second_listener;
    std::optional<Address> plain_listener;

    net::TlsContexts* contexts = nullptr;  // required where a transport has TLS
    std::vector<std::string> anchors_der;  // what a good client trusts
    std::string server_name;               // that the listener's certificate must have; empty: the listener's host
    std::function<const recipe::Material&(const recipe::Credentials&)> material;
    const recipe::Material* good_client = nullptr;  // what a good client presents; nullptr: nothing
    // The recipe's name of a certificate, "" where it is of none; for the fact `served`.
    std::function<std::string(std::string_view der)> certificate_name;

    std::string user;  // the good user of a profile with passwords
    std::string password;
    std::string run_prefix;                   // {run}: one topic level, unique to the run
    std::chrono::milliseconds timeout{5000};  // for each step
};

}  // namespace gauntlet::drive
