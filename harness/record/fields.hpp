// The fields of each value, written down once for both directions: an Archive is a Writer (writer.hpp) or a Reader
// (reader.hpp). What follows from other fields is written for those who read the JSON, and not read back.
#pragma once

#include <optional>
#include <utility>

#include "expected.hpp"
#include "gauntlet/recipe/time.hpp"
#include "gauntlet/record/run.hpp"

namespace gauntlet::record {

inline constexpr std::string_view schema = "gauntlet.record/1";

template <class A, class T>
using Of = typename A::template Reference<T>;

template <class A>
void fields(A& a, Of<A, core::Fact> fact) {
    a("name", fact.name);
    a("value", fact.value);
}

template <class A>
void fields(A& a, Of<A, core::Observation> observation) {
    a("at", observation.at);
    a("layer", observation.layer);
    a("kind", observation.kind);
    a("code", observation.code);
    a("text", observation.text);
    a("facts", observation.facts);
}

template <class A>
void fields(A& a, Of<A, core::FactRule> rule) {
    a("name", rule.name);
    a("one_of", rule.one_of);
}

template <class A>
void fields(A& a, Of<A, core::Pattern> pattern) {
    a("layer", pattern.layer);
    a("kind", pattern.kind);
    a("codes", pattern.codes);
    a("facts", pattern.facts);
    if constexpr (A::writes)
        a("text", core::to_text(pattern));
}

template <class A>
void fields(A& a, Of<A, core::Rule> rule) {
    a("at", rule.at);
    a("pass", rule.pass);
    a("weak", rule.weak);
    a("if_reached", rule.if_reached);
    if constexpr (A::writes)
        a("text", core::to_text(rule));
}

template <class A>
void fields(A& a, Of<A, core::Expectation> expectation) {
    a("rules", expectation.rules);
    a("control", expectation.control);
    a("negative", expectation.negative);
}

template <class A>
void fields(A& a, Of<A, ScenarioText> scenario) {
    a("id", scenario.id);
    a("check", scenario.check);
    a("family", scenario.family);
    a("title", scenario.title);
    a("why", scenario.why);
    a("mend", scenario.mend);
    a("level", scenario.level);
    a("clauses", scenario.clauses);
    a("catalogue", scenario.catalogue);
    a("statements", scenario.statements);
    a("profile", scenario.profile);
    a("transports", scenario.transports);
    a("needs", scenario.needs);
    a("flaws", scenario.flaws);
    a("steps", scenario.steps);
    a("control_steps", scenario.control_steps);
    a("expectation", scenario.expectation);
    a("exclusive", scenario.exclusive);
}

template <class A>
void fields(A& a, Of<A, core::Aftermath> aftermath) {
    a("state", aftermath.state);
    a("text", aftermath.text);
}

struct Controls {
    std::optional<core::Observation> before;
    std::optional<core::Observation> after;
};

template <class A>
void fields(A& a, Of<A, Controls> controls) {
    a("before", controls.before);
    a("after", controls.after);
}

template <class A>
void fields(A& a, Of<A, core::Evidence> evidence) {
    std::optional<Controls> controls;
    if constexpr (A::writes) {
        if (evidence.control_before || evidence.control_after)
            controls = Controls{evidence.control_before, evidence.control_after};
        a("control", controls);
    } else {
        a("control", controls);
        if (controls) {
            evidence.control_before = std::move(controls->before);
            evidence.control_after = std::move(controls->after);
        }
    }
    a("observed", evidence.observed);
    a("aftermath", evidence.aftermath);
    a("harness_fault", evidence.harness_fault);
}

template <class A>
void fields(A& a, Of<A, Known> known) {
    a("file", known.file);
    a("line", known.line);
    a("reason", known.reason);
    a.added("link", known.link);
}

template <class A>
void fields(A& a, Of<A, Proof> proof) {
    a("flaw", proof.flaw);
    a("intended", proof.intended);
    a("expected", proof.expected);
    a("wrong", proof.wrong);
}

template <class A>
void fields(A& a, Of<A, Event> event) {
    a("us", event.us);
    a("channel", event.channel);
    a("direction", event.direction);
    a("layer", event.layer);
    a("text", event.text);
    a("hex", event.hex);
    a("size", event.size);
}

template <class A>
void fields(A& a, Of<A, Section> section) {
    a("title", section.title);
    a("events", section.events);
    a("dropped", section.dropped);
}

template <class A>
void fields(A& a, Of<A, Conversation> conversation) {
    a("sections", conversation.sections);
    a("log_lines", conversation.log_lines);
}

template <class A>
void fields(A& a, Of<A, Cell> cell) {
    if constexpr (A::writes)
        a("id", cell.id());
    a("scenario", cell.scenario);
    a("broker", cell.broker);
    a("broker_version", cell.broker_version);
    a("transport", cell.transport);
    if constexpr (A::writes) {
        const ScenarioText& scenario = a.scenario_of(cell);
        a("profile", scenario.profile);
        a("level", scenario.level);
        a("clauses", scenario.clauses);
        a("expected", expected_of(scenario.expectation));
    }
    a("verdict", cell.verdict);
    a("reason", cell.reason);
    fields(a, cell.evidence);
    a("earlier", cell.earlier);
    a.added("conversation", cell.conversation);
    a("known", cell.known);
    a.added("proof", cell.proof);
    a("tries", cell.tries);
    a("transcript", cell.transcript);
    a.added("capture", cell.capture);
    a("log", cell.log);
    a("reproduce", cell.reproduce);
    a("ms", cell.ms);
}

template <class A>
void fields(A& a, Of<A, Tool> tool) {
    a("version", tool.version);
    a("commit", tool.commit);
}

template <class A>
void fields(A& a, Of<A, Remedy> remedy) {
    a("scenarios", remedy.scenarios);
    a("text", remedy.text);
}

template <class A>
void fields(A& a, Of<A, BrokerInfo> broker) {
    a("name", broker.name);
    a("version", broker.version);
    a("path", broker.path);
    a("instances", broker.instances);
    a("ready_ms", broker.ready_ms);
    a("stop_ms", broker.stop_ms);
    a.added("remedies", broker.remedies);
}

template <class A>
void fields(A& a, Of<A, Stale> stale) {
    a("file", stale.file);
    a("line", stale.line);
    a("cell", stale.cell);
    a.added("why", stale.why);
}

template <class A>
void fields(A& a, Of<A, Selection> selection) {
    a("select", selection.select);
    a("level", selection.level);
    a("shard", selection.shard);
    a("shards", selection.shards);
}

template <class A>
void fields(A& a, Of<A, SelfTest> selftest) {
    a("caught", selftest.caught);
    a("of", selftest.of);
}

template <class A>
void fields(A& a, Of<A, Finding> finding) {
    a("id", finding.id);
    a("plane", finding.plane);
    a("oracle", finding.oracle);
    a("signature", finding.signature);
    a("reproduced", finding.reproduced);
    a("control", finding.control);
    a("broker", finding.broker);
    a("version", finding.version);
    a("seed", finding.seed);
    a("executions", finding.executions);
    a("statements", finding.statements);
}

template <class A>
void fields(A& a, Of<A, Sample> sample) {
    a("ms", sample.ms);
    a("executions", sample.executions);
    a("corpus", sample.corpus);
    a("behaviours", sample.behaviours);
    a("findings", sample.findings);
    a("memory_kib", sample.memory_kib);
}

template <class A>
void fields(A& a, Of<A, Campaign> campaign) {
    a("executions", campaign.executions);
    a("corpus", campaign.corpus);
    a("behaviours", campaign.behaviours);
    a("unconfirmed", campaign.unconfirmed);
    a.added("samples", campaign.samples);
}

template <class A>
void fields(A& a, Of<A, Totals> totals) {
    for (std::size_t i = 0; i < core::verdict_names.size(); ++i)
        a(core::verdict_names[i], totals.counts[i]);
}

template <class A>
void fields(A& a, Of<A, Run> run) {
    if constexpr (A::writes)
        a("schema", schema);
    a("tool", run.tool);
    a("seed", run.seed);
    a("now", run.now);
    a("started", run.started);
    a("ended", run.ended);
    a("ms", run.ms);
    if constexpr (A::writes)
        a("interrupted", run.signal != 0);
    a("signal", run.signal);
    a("exit", run.exit);
    a("fail_on", run.fail_on);
    a.added("selection", run.selection);
    if constexpr (A::writes)
        a("totals", totals(run.cells));
    a("brokers", run.brokers);
    a("scenarios", run.scenarios);
    a("cells", run.cells);
    a("faults", run.faults);
    a("stale", run.stale);
    a("selftest", run.selftest);
    a.added("campaign", run.campaign);
    a("findings", run.findings);
}

}  // namespace gauntlet::record
