// Keeps the MQTT of a session's connections for the oracles.
#pragma once

#include <string>
#include <vector>

#include "gauntlet/core/step.hpp"
#include "gauntlet/drive/target.hpp"
#include "gauntlet/fuzz/oracles/exchanges.hpp"

namespace gauntlet::fuzz::triage {

// For one session.
class Recorder : public drive::Witness {
  public:
    explicit Recorder(const std::vector<core::Step>& session);

    void sent(std::string_view channel, wire::View bytes, bool frames) override;
    void heard(std::string_view channel, const wire::mqtt::Packet& packet) override;
    void heard(std::string_view channel, const core::Observation& observation) override;

    // Leaves none.
    std::vector<oracles::Exchange> take_exchanges() { return exchanges_.take(); }
    // What was sent last and what was answered last, by their types: "after PUBLISH, answered CONNACK". For signatures.
    std::string state() const;

  private:
    oracles::Exchanges exchanges_;
    std::string last_sent_ = "nothing";
    std::string last_heard_ = "nothing";
};

}  // namespace gauntlet::fuzz::triage
