// libmosquitto's client, connected, with its connection in memory.
#pragma once

#include <cstddef>
#include <string>

#include "gauntlet/wire/mqtt/types.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

struct mosquitto;

namespace gauntlet::bench {

class MosquittoClient {
  public:
    // Throws std::runtime_error where libmosquitto fails.
    explicit MosquittoClient(wire::mqtt::Version version);
    ~MosquittoClient();
    MosquittoClient(const MosquittoClient&) = delete;
    MosquittoClient& operator=(const MosquittoClient&) = delete;

    // Decodes a stream of so many PUBLISH packets and hands each to a callback.
    void receive(wire::View stream, std::size_t packets);
    // Encodes a PUBLISH of QoS 0 and writes it.
    void publish(const char* topic, const std::string& payload);

  private:
    int listener_;
    mosquitto* client_;
    std::size_t messages_ = 0;
};

}  // namespace gauntlet::bench
