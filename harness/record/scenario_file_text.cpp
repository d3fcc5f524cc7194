#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stdexcept>

#include "gauntlet/core/expectation_text.hpp"
#include "gauntlet/core/step_text.hpp"
#include "gauntlet/record/print.hpp"
#include "gauntlet/record/scenario_file.hpp"
#include "toml_text.hpp"

namespace gauntlet::record {

namespace {

std::string codes_line(const char* key, const std::vector<std::uint16_t>& codes) {
    return codes.empty() ? "" : fmt::format("{} = [{:#06x}]\n", key, fmt::join(codes, ", "));
}

std::string client_lines(const core::Client& client) {
    if (client.websocket != core::WebSocketOffer{} || !client.tls.signature_algorithms.empty() ||
        client.tls.fallback_scsv)
        throw std::invalid_argument("its client deviates in what a file of scenarios cannot say");
    std::string text;
    if (client.presents == core::Client::Presents::nothing)
        text += toml_line("presents", "nothing");
    if (client.presents == core::Client::Presents::credentials)
        text += toml_line("presents", client.credentials->name);
    if (client.tls.min)
        text += toml_line("min_version", core::to_string(*client.tls.min));
    if (client.tls.max)
        text += toml_line("max_version", core::to_string(*client.tls.max));
    text += codes_line("suites", client.tls.suites) + codes_line("groups", client.tls.groups);
    text += toml_line("alpn", client.tls.alpn);
    if (client.tls.server_name)
        text += toml_line("server_name", *client.tls.server_name);
    if (client.tls.resume)
        text += "resume = true\n";
    return text;
}

// Behind the keys of the table that they belong to.
std::string clients_of(const core::Stimulus& stimulus, const std::string& table) {
    std::string text;
    if (const std::string lines = client_lines(stimulus.client); !lines.empty())
        text += fmt::format("\n[{}.client]\n{}", table, lines);
    for (const core::NamedClient& other : stimulus.others)
        text += fmt::format("\n[[{}.clients]]\n{}{}", table, toml_line("name", other.name), client_lines(other.client));
    return text;
}

std::string control_of_file(const core::Scenario& scenario) {
    std::string text;
    if (!(scenario.expectation.control == core::Expectation{}.control))
        text += toml_line("expect", core::to_text(scenario.expectation.control));
    if (scenario.control)
        text += toml_line("at", scenario.control->at) +
                toml_block("steps", core::to_text(scenario.control->stimulus.steps)) +
                clients_of(scenario.control->stimulus, "scenario.control");
    return text.empty() ? text : "\n[scenario.control]\n" + text;
}

std::string rules_of(const core::Expectation& expectation) {
    std::string text = "expect = [\n";
    for (const core::Rule& rule : expectation.rules)
        text += fmt::format("    {},\n", quote(core::to_text(rule)));
    return text + "]\n";
}

}  // namespace

std::string to_text(const core::Scenario& scenario) {
    std::vector<std::string> transports;
    for (const core::Transport transport : scenario.transports)
        transports.emplace_back(core::to_string(transport));
    std::string text = "[[scenario]]\n" + toml_line("id", scenario.id()) + toml_line("title", scenario.title) +
                       toml_line("why", scenario.why) + toml_line("mend", scenario.mend) +
                       toml_line("level", core::to_string(scenario.level)) + toml_line("clauses", scenario.clauses) +
                       toml_line("catalogue", scenario.catalogue) + toml_line("statements", scenario.statements) +
                       toml_line("profile", scenario.profile.name) + toml_line("transports", transports) +
                       toml_line("capabilities", scenario.capabilities);
    if (scenario.exclusive)
        text += "exclusive = true\n";
    if (scenario.expectation.negative)
        text += "negative = true\n";
    text += toml_block("steps", core::to_text(scenario.stimulus.steps)) + rules_of(scenario.expectation);
    return text + clients_of(scenario.stimulus, "scenario") + control_of_file(scenario);
}

}  // namespace gauntlet::record
