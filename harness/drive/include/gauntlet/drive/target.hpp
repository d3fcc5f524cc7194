// Where the steps go, and with what.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/core/observation.hpp"
#include "gauntlet/core/transport.hpp"
#include "gauntlet/net/open.hpp"
#include "gauntlet/recipe/credentials.hpp"
#include "gauntlet/recipe/crl.hpp"
#include "gauntlet/recipe/material.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"

namespace gauntlet::drive {

struct Address {
    std::string host;
    std::uint16_t port = 0;
    core::Transport transport = core::Transport::mqtts;
    std::string path;  // of a WebSocket
};

// What the broker's process uses at a moment.
struct Usage {
    std::chrono::milliseconds cpu{0};  // user and system time since it was started
    std::uint64_t memory = 0;          // KiB, resident
    std::uint64_t descriptors = 0;     // open files
};

// Is told what is sent, and what arrives while it arrives, whether or not a step reads it.
class Witness {
  public:
    virtual ~Witness() = default;
    // What a Send or Barrier step gives the channel: MQTT, or with `frames` frames of a WebSocket.
    virtual void sent(std::string_view channel, wire::View bytes, bool frames) = 0;
    // A packet, good or not; a later one on the same channel came later.
    virtual void heard(std::string_view channel, const wire::mqtt::Packet& packet) = 0;
    // What else came, or how the channel ended, or that nothing came in time. May be told more than once.
    virtual void heard(std::string_view channel, const core::Observation& observation) = 0;
};

// One set-up listener as seen by a client of it. What it points to must outlive the conversation.
struct Target {
    Address listener;
    std::optional<Address> second_listener;
    std::optional<Address> plain_listener;
    std::optional<Address> one_way_listener;

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

    bool capture = false;  // the transcripts have captures: of brokers of ours alone, as they have what decrypts them

    // For campaigns, which run one session at a time and where only the witness looks: an empty transcript, handshakes
    // without facts, waiting that blocks the thread, and a Read until the end that is content with an answer to every
    // PINGREQ: the broker has handled everything before it.
    bool terse = false;
    Witness* witness = nullptr;  // may be nullptr
    // Where set: the TLS session that the first channel offers if its client resumes; the last one that can be resumed
    // is left there for the next conversation.
    net::Session* session = nullptr;
    // Where set: topics whose retained message may be ours are left there for the caller to clear, many at once; a
    // conversation clears them itself where this is unset.
    std::set<std::string>* retained = nullptr;

    // Both unset where the broker is no process of ours.
    std::function<std::optional<Usage>()> usage;  // nothing: the process has ended
    // Gives the listener these CRLs and has the broker read them: process accepted, or a time-out.
    std::function<boost::asio::awaitable<core::Observation>(const std::vector<const recipe::Crl*>&, net::Deadline)>
        reload;
};

}  // namespace gauntlet::drive
