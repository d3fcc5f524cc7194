// The reference broker: a correct MQTT broker over mqtt, mqtts, ws and wss, with the flaws that it is given.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "gauntlet/reference/settings.hpp"

namespace gauntlet::reference {

class Broker {
  public:
    /// Reads certificates and keys, and opens every port. Throws std::runtime_error, in one line: a file that cannot be
    /// used, a port that cannot be had.
    explicit Broker(Settings settings);
    ~Broker();
    Broker(const Broker&) = delete;
    Broker& operator=(const Broker&) = delete;

    /// The ports, in the order of the listeners.
    std::vector<std::uint16_t> ports() const;

    /// Serves on this thread until SIGTERM, SIGINT or stop(); SIGHUP has certificates and CRLs read again. Says on
    /// standard error when it begins (`reference broker VERSION running`) and what happens. Once.
    void run(std::string_view version);
    /// Ends run(): at once where a session is idle, else within half a second. From any thread.
    void stop();

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace gauntlet::reference
