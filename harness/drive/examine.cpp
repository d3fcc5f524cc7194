#include <algorithm>

#include "gauntlet/drive/converse.hpp"

namespace gauntlet::drive {

namespace asio = boost::asio;

namespace {

std::optional<core::Observation> decisive(const Conversation& conversation, const std::string& at) {
    const auto found = std::ranges::find(conversation.observed, at, &core::Observation::at);
    return found == conversation.observed.end() ? std::nullopt : std::optional(*found);
}

void add_fault(std::string& faults, const std::string& where, const Conversation& conversation) {
    if (!conversation.harness_fault.empty())
        faults += (faults.empty() ? "" : "; ") + where + conversation.harness_fault;
}

void add_retained(Examination& examination, Conversation& conversation) {
    for (std::string& topic : conversation.retained)
        examination.retained.push_back(std::move(topic));
}

}  // namespace

asio::awaitable<Examination> examine(const core::Scenario& scenario, const Target& target) {
    Examination examination;
    core::Evidence& evidence = examination.evidence;
    const core::Control control = core::control_of(scenario);

    Conversation before = co_await converse(control.stimulus, target);
    evidence.control_before = decisive(before, control.at);
    add_fault(evidence.harness_fault, "control before: ", before);
    add_retained(examination, before);
    examination.before = std::move(before.transcript);

    Conversation talk = co_await converse(scenario.stimulus, target);
    evidence.observed = std::move(talk.observed);
    add_fault(evidence.harness_fault, "", talk);
    add_retained(examination, talk);
    examination.stimulus = std::move(talk.transcript);

    Conversation after = co_await converse(control.stimulus, target);
    evidence.control_after = decisive(after, control.at);
    add_fault(evidence.harness_fault, "control after: ", after);
    add_retained(examination, after);
    examination.after = std::move(after.transcript);
    co_return examination;
}

}  // namespace gauntlet::drive
