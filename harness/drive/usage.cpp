#include "usage.hpp"

#include <fmt/format.h>

#include "gauntlet/core/fact_value.hpp"

namespace gauntlet::drive {

namespace {

// How much more; negative where it is less.
std::int64_t more(std::uint64_t now, std::uint64_t before) {
    return static_cast<std::int64_t>(now) - static_cast<std::int64_t>(before);
}

template <typename Limit>
void add(core::Observation& seen, const char* fact, std::int64_t used, const std::optional<Limit>& limit) {
    if (limit)
        seen.facts.push_back({fact, core::yes_no(used > static_cast<std::int64_t>(*limit))});
}

std::optional<std::int64_t> count_of(const std::optional<std::chrono::milliseconds>& time) {
    return time ? std::optional<std::int64_t>(time->count()) : std::nullopt;
}

}  // namespace

core::Observation observe(const core::Measure& measure, const std::optional<Usage>& now,
                          const std::optional<Usage>& since) {
    core::Observation seen{.layer = core::Layer::process, .kind = core::Kind::accepted};
    if (!now) {
        seen.kind = core::Kind::exit;
        seen.text = "the broker's process has ended";
        return seen;
    }
    if (!since) {
        seen.text = fmt::format("{} ms of processor time, {} KiB, {} descriptors", now->cpu.count(), now->memory,
                                now->descriptors);
        return seen;
    }
    const std::int64_t cpu = (now->cpu - since->cpu).count();
    const std::int64_t memory = more(now->memory, since->memory);
    const std::int64_t descriptors = more(now->descriptors, since->descriptors);
    seen.text = fmt::format("{} ms of processor time, {:+} KiB, {:+} descriptors since {}", cpu, memory, descriptors,
                            measure.since);
    add(seen, "busy", cpu, count_of(measure.cpu));
    add(seen, "grows", memory, measure.memory);
    add(seen, "keeps-descriptors", descriptors, measure.descriptors);
    return seen;
}

}  // namespace gauntlet::drive
