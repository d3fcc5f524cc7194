// JSON of what is made of several records: docs/schema/diff.schema.json and trend.schema.json.
#include <boost/json.hpp>

#include "gauntlet/recipe/time.hpp"
#include "gauntlet/record/diff.hpp"
#include "gauntlet/record/print.hpp"
#include "gauntlet/record/trend.hpp"
#include "writer.hpp"

namespace gauntlet::record {

namespace {

namespace json = boost::json;

json::string text(std::string_view characters) {
    return json::string(characters.data(), characters.size());
}

template <class T>
json::value value_of(const T& value) {
    const ScenarioIndex none;
    Writer writer(none);
    fields(writer, value);
    return writer.take();
}

json::object head_of(const Run& run) {
    json::array brokers;
    for (const BrokerInfo& broker : run.brokers)
        brokers.push_back(value_of(broker));
    return {{"tool", value_of(run.tool)},
            {"started", text(recipe::format_rfc3339(run.started))},
            {"brokers", std::move(brokers)}};
}

json::value observations_of(const Cell& cell) {
    json::array observed;
    for (const core::Observation& observation : cell.evidence.observed)
        observed.push_back(value_of(observation));
    return observed;
}

json::value side_of(const Cell* cell) {
    if (cell == nullptr)
        return nullptr;
    return json::object{{"id", text(cell->id())},
                        {"broker_version", text(cell->broker_version)},
                        {"verdict", text(core::to_string(cell->verdict))},
                        {"reason", text(cell->reason)},
                        {"known", cell->known ? value_of(*cell->known) : json::value(nullptr)},
                        {"observed", observations_of(*cell)},
                        {"reproduce", text(cell->reproduce)}};
}

}  // namespace

std::string to_json(const Diff& diff, const Run& before, const Run& after) {
    json::object counts;
    for (const std::string_view name : what_names)
        counts[json::string_view(name.data(), name.size())] = 0;
    json::array differences;
    for (const Difference& difference : diff.differences) {
        const std::string_view what = to_string(difference.what);
        json::value& count = counts[json::string_view(what.data(), what.size())];
        count = count.as_int64() + 1;
        differences.push_back(json::object{{"what", text(what)},
                                           {"cell", text(cell_of(difference))},
                                           {"before", side_of(difference.before)},
                                           {"after", side_of(difference.after)}});
    }
    return print(json::object{{"schema", "gauntlet.diff/1"},
                              {"exit", diff.exit()},
                              {"before", head_of(before)},
                              {"after", head_of(after)},
                              {"compared", diff.compared},
                              {"counts", std::move(counts)},
                              {"differences", std::move(differences)}});
}

std::string to_json(const Trend& trend) {
    json::array runs;
    for (const Point& point : trend.points) {
        json::object run = head_of(*point.run);
        run["file"] = text(point.file);
        run["exit"] = point.run->exit;
        run["ms"] = point.run->ms.count();
        run["totals"] = value_of(point.totals);
        runs.push_back(std::move(run));
    }
    json::array cells;
    for (const Course& course : trend.courses) {
        json::array verdicts;
        for (const std::optional<core::Verdict>& verdict : course.verdicts)
            verdicts.push_back(verdict ? json::value(text(core::to_string(*verdict))) : json::value(nullptr));
        cells.push_back(json::object{{"id", text(course.cell)}, {"verdicts", std::move(verdicts)}});
    }
    return print(json::object{{"schema", "gauntlet.trend/1"}, {"runs", std::move(runs)}, {"cells", std::move(cells)}});
}

}  // namespace gauntlet::record
