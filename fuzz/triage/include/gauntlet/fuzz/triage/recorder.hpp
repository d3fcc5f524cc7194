// Keeps the MQTT of a session's connections for the oracles.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "gauntlet/core/step.hpp"
#include "gauntlet/drive/target.hpp"
#include "gauntlet/fuzz/oracles/statement.hpp"

namespace gauntlet::fuzz::triage {

// For one session. A channel that is opened twice, or that sends WebSocket frames of its own, is left out: which bytes
// are MQTT of which connection is then not known.
class Recorder : public drive::Witness {
  public:
    explicit Recorder(const std::vector<core::Step>& session);

    void sent(std::string_view channel, wire::View bytes, bool frames) override;
    void heard(std::string_view channel, const wire::mqtt::Packet& packet) override;
    void heard(std::string_view channel, const core::Observation& observation) override;

    std::vector<oracles::Exchange> exchanges() const;
    // What was sent last and what was answered last, by their types: "after PUBLISH, answered CONNACK". For signatures.
    std::string state() const;

  private:
    std::map<std::string, oracles::Exchange, std::less<>> exchanges_;
    std::set<std::string, std::less<>> left_out_;
    std::string last_sent_ = "nothing";
    std::string last_heard_ = "nothing";
};

}  // namespace gauntlet::fuzz::triage
