#include "gauntlet/record/listing.hpp"

#include <boost/json.hpp>

#include "gauntlet/record/json.hpp"
#include "gauntlet/record/print.hpp"

namespace gauntlet::record {

namespace {

namespace json = boost::json;

json::array names(const std::vector<std::string>& values) {
    return json::array(values.begin(), values.end());
}

json::array names(const std::vector<core::Transport>& transports) {
    json::array array;
    for (const core::Transport transport : transports)
        array.emplace_back(core::to_string(transport));
    return array;
}

json::object object_of(const ScenarioText& scenario) {
    return {{"id", scenario.id},
            {"check", scenario.check},
            {"family", scenario.family},
            {"title", scenario.title},
            {"level", core::to_string(scenario.level)},
            {"clauses", names(scenario.clauses)},
            {"catalogue", names(scenario.catalogue)},
            {"statements", names(scenario.statements)},
            {"profile", scenario.profile},
            {"transports", names(scenario.transports)},
            {"needs", names(scenario.needs)},
            {"flaws", names(scenario.flaws)},
            {"exclusive", scenario.exclusive}};
}

json::object object_of(const BrokerListing& broker) {
    json::object capabilities;
    for (const CapabilityListing& capability : broker.capabilities)
        capabilities[capability.name] = capability.absent.empty() ? json::value(true) : json::value(capability.absent);
    return {{"name", broker.name},
            {"found", broker.found},
            {"version", broker.version},
            {"path", broker.path},
            {"install", broker.install},
            {"transports", names(broker.transports)},
            {"capabilities", std::move(capabilities)}};
}

template <class T>
std::string list(const std::vector<T>& values) {
    json::array array;
    for (const T& value : values)
        array.push_back(object_of(value));
    return print(array);
}

}  // namespace

std::string to_json(const std::vector<ScenarioText>& scenarios) {
    return list(scenarios);
}
std::string to_json(const std::vector<BrokerListing>& brokers) {
    return list(brokers);
}

}  // namespace gauntlet::record
