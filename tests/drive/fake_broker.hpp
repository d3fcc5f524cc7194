// A broker in clear for one client at a time, whose answers the test decides, and which keeps what it got.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/drive/converse.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"
#include "peer.hpp"

namespace gauntlet::drive::test {

class FakeBroker {
  public:
    // Notation of what to send for a packet; "": nothing; "fin", "rst": that end, after what came before it in
    // the same text.
    using Answer = std::function<std::string(const wire::mqtt::Packet&)>;

    explicit FakeBroker(Answer answer);

    Target target() const;
    // The packets that came, in notation, connection after connection. Waits until `connections` have ended.
    std::vector<std::string> received(int connections);

  private:
    void serve(int socket);
    bool say(int socket, std::string text);

    Answer answer_;
    std::mutex mutex_;
    std::vector<std::string> received_;
    std::atomic<int> ended_ = 0;
    net::test::Peer peer_;
};

// CONNACK 0, SUBACK, PINGRESP; nothing else.
std::string polite(const wire::mqtt::Packet& packet);
// Polite, but for CONNECT.
FakeBroker::Answer answers_connect(std::string text);

Conversation talk(const core::Stimulus& stimulus, const Target& target);
core::Stimulus steps(std::vector<core::Step> steps);
const core::Observation& at(const Conversation& conversation, std::string_view label);

inline constexpr const char* connect = "10 r{ s'MQTT' 04 02 k60 s'{id}a' }";
inline constexpr const char* connect_5 = "10 r{ s'MQTT' 05 02 k60 v{ } s'{id}a' }";

}  // namespace gauntlet::drive::test
