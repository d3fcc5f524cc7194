// Conversations with the server: what clients say and what they hear, in notation.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/reference/mqtt/connection.hpp"
#include "gauntlet/reference/mqtt/server.hpp"
#include "gauntlet/wire/mqtt/types.hpp"

namespace gauntlet::reference::mqtt::test {

using namespace std::chrono_literals;

/// A server with one listener, and the clock of all its clients.
struct Broker {
    explicit Broker(const Limits& limits = {}, const Flaws& flaws = {}, const std::optional<Planted>& planted = {})
        : server(flaws, limits, planted) {}

    /// Time passes; the server and the clients that are given do what is due.
    void wait(std::chrono::milliseconds time);

    Server server;
    Access access;
    Time now{1h};
};

Flaws only(core::Flaw flaw);

/// The end of a network connection, as a client hears it.
inline constexpr std::string_view end = "end";

/// One network connection, and the client at its other end.
class Client : private Output {
  public:
    explicit Client(Broker& broker, const Peer& peer = {})
        : broker_(broker), connection_(broker.server, broker.access, peer, *this, broker.now) {}

    /// Sends packets, all in one piece.
    void says(std::string_view notation);
    /// The same, a byte at a time.
    void spells(std::string_view notation);
    /// Connects and hears that it is accepted. `connect` is a CONNECT in notation.
    void logs_in(std::string_view connect);
    /// Drops the network connection.
    void vanishes() { connection_.network_ended(broker_.now); }

    /// Whether it has received these packets since it was last asked, and nothing else. In 5.0 give all properties.
    testing::AssertionResult hears(std::initializer_list<std::string_view> packets);
    /// The packets received since it was last asked, as notation.
    std::vector<std::string> heard();

    Connection& connection() { return connection_; }
    /// What Output::backlog() says.
    void has_backlog(std::size_t bytes) { backlog_ = bytes; }
    const std::vector<std::string>& logged() const { return log_; }

  private:
    void send(wire::View bytes) override;
    void close() override;
    std::size_t backlog() const override { return backlog_; }
    void log(std::string_view line) override { log_.emplace_back(line); }

    Broker& broker_;
    wire::Bytes received_;
    bool closed_ = false;
    bool heard_end_ = false;
    std::size_t backlog_ = 0;
    std::vector<std::string> log_;
    wire::mqtt::Version version_ = wire::mqtt::Version::v3_1_1;
    Connection connection_;
};

/// A CONNECT of MQTT 3.1.1 or 5.0 with Clean Session or Clean Start, and without.
std::string clean(std::string_view client_identifier);
std::string stays(std::string_view client_identifier);
/// `properties` in notation.
std::string clean_5(std::string_view client_identifier, std::string_view properties = "");
std::string stays_5(std::string_view client_identifier, std::string_view properties = "11 w3600");

}  // namespace gauntlet::reference::mqtt::test
