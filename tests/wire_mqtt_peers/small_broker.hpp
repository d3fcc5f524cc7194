#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gauntlet/wire/mqtt/framer.hpp"
#include "gauntlet/wire/mqtt/message.hpp"

namespace gauntlet::wire::mqtt::test {

/// What the broker of the test answers, beside the acknowledgements that the client's packets ask for.
struct Answers {
    Connack connack;
    std::vector<Publish> to_subscriber;  // after each SUBACK
    Properties acknowledgement = {};     // of every acknowledgement, 5.0
};

/// Answers one client on a port of the loopback interface with packets that our encoder made, until the client closes.
class SmallBroker {
  public:
    explicit SmallBroker(Version version);
    ~SmallBroker();
    SmallBroker(const SmallBroker&) = delete;
    SmallBroker& operator=(const SmallBroker&) = delete;

    std::string port() const;

    /// Every packet of the client, in order. Gives up after 20 s of silence.
    std::vector<Packet> serve(const Answers& answers);

  private:
    void send(int client, const Message& message) const;
    void answer(int client, const Packet& packet, const Answers& answers) const;

    Version version_;
    int listener_;
};

}  // namespace gauntlet::wire::mqtt::test
