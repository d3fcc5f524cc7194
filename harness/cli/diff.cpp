// gauntlet diff: what changed between two records.
#include "gauntlet/record/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "gauntlet/record/json.hpp"
#include "gauntlet/reports/changes.hpp"
#include "records.hpp"
#include "result_file.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

void check_broker(const std::string& name, const std::string& file, const record::Run& run) {
    std::string names;
    for (const record::BrokerInfo& broker : run.brokers) {
        if (broker.name == name)
            return;
        names += fmt::format("{}{}", names.empty() ? "" : ", ", broker.name);
    }
    throw UsageError(fmt::format("--broker: {} has no broker '{}'; it has {}", file, name, names));
}

record::Pair pair_of(const DiffOptions& options, const record::Run& before, const record::Run& after) {
    if (options.broker.empty())
        return {};
    const std::size_t equals = options.broker.find('=');
    if (equals == std::string::npos)
        throw UsageError(fmt::format("--broker {}: must be OLD=NEW, such as mosquitto=mosquitto@2.1", options.broker));
    record::Pair pair{options.broker.substr(0, equals), options.broker.substr(equals + 1)};
    check_broker(pair.before, options.before, before);
    check_broker(pair.after, options.after, after);
    return pair;
}

}  // namespace

int diff(const DiffOptions& options) {
    check_format(options.format);
    const record::Run before = record::read(options.before);
    const record::Run after = record::read(options.after);
    const record::Diff diff = record::diff(before, after, pair_of(options, before, after));
    write_result(options.out, [&](std::ostream& out) {
        if (options.format == "json")
            out << record::to_json(diff, before, after);
        else if (options.format == "markdown")
            reports::write_diff_markdown(out, diff, before, after);
        else
            reports::write_diff(out, diff, before, after);
    });
    return diff.exit();
}

}  // namespace gauntlet::cli
