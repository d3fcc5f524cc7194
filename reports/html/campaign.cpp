// Of a campaign: how far it came, over time, and what it found.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>

#include "describe.hpp"
#include "escape.hpp"
#include "parts.hpp"
#include "plot.hpp"

namespace gauntlet::reports::html {

namespace {

template <class Value>
std::vector<Point> points_of(const std::vector<record::Sample>& samples, Value value) {
    std::vector<Point> points;
    for (const record::Sample& sample : samples)
        points.push_back({static_cast<double>(sample.ms.count()) / 1000, static_cast<double>(value(sample))});
    return points;
}

void add_plots(std::string& out, const std::vector<record::Sample>& samples) {
    if (samples.size() < 2) {
        out += "<p>The campaign was too short for a plot.</p>\n";
        return;
    }
    out += "<div class=\"plots\">\n";
    add_plot(out, "Behaviours told apart", "behaviours",
             points_of(samples, [](const record::Sample& s) { return s.behaviours; }));
    add_plot(out, "Executions", "sessions", points_of(samples, [](const record::Sample& s) { return s.executions; }));
    std::vector<record::Sample> known = samples;  // while a broker is being started there is no memory
    std::erase_if(known, [](const record::Sample& s) { return s.memory_kib == 0; });
    add_plot(out, "Resident memory of the broker", "KiB",
             points_of(known, [](const record::Sample& s) { return s.memory_kib; }));
    add_plot(out, "Corpus", "sessions kept", points_of(samples, [](const record::Sample& s) { return s.corpus; }));
    out += "</div>\n";
}

void add_line(std::string& out, std::string_view name, const std::string& content) {
    fmt::format_to(std::back_inserter(out), "<dt>{}</dt><dd>{}</dd>\n", name, content);
}

void add_finding(std::string& out, const record::Finding& finding) {
    fmt::format_to(std::back_inserter(out),
                   "<section class=\"cell f\">\n<h4><span class=\"v f\">finding</span> {}</h4>\n<dl>\n",
                   safe(finding.id));
    add_line(out, "Seen", safe(describe(finding)));
    add_line(out, "Broker", safe(finding.broker + " " + finding.version));
    add_line(out, "Plane", safe(finding.plane));
    add_line(out, "After", fmt::format("{} sessions, seed {}", finding.executions, finding.seed));
    add_line(out, "Repeated", safe(finding.reproduced + " on fresh brokers; good sessions: " + finding.control));
    if (!finding.statements.empty())
        add_line(out, "Violates", safe(fmt::format("{}", fmt::join(finding.statements, ", "))));
    add_line(out, "Repeat it", "<code>gauntlet replay findings/" + safe(finding.id) + "</code>");
    out += "</dl>\n</section>\n";
}

void add_numbers(std::string& out, const record::Run& run) {
    const record::Campaign& campaign = *run.campaign;
    for (const record::BrokerInfo& broker : run.brokers)
        fmt::format_to(std::back_inserter(out), "<p>{} {} <small>{}</small></p>\n", safe(broker.name),
                       safe(broker.version), safe(broker.path));
    fmt::format_to(std::back_inserter(out),
                   "<p>{} sessions, {} kept, {} behaviours, {} findings, {} alarms that did not come back.</p>\n",
                   campaign.executions, campaign.corpus, campaign.behaviours, run.findings.size(),
                   campaign.unconfirmed);
}

}  // namespace

void add_campaign(std::string& out, const record::Run& run) {
    if (!run.campaign && run.findings.empty())
        return;
    out += "<section id=\"campaign\" aria-labelledby=\"h-campaign\">\n<h2 id=\"h-campaign\">Campaign</h2>\n";
    if (run.campaign) {
        add_numbers(out, run);
        add_plots(out, run.campaign->samples);
    }
    out += "<h3>Findings</h3>\n";
    if (run.findings.empty())
        out += "<p>None.</p>\n";
    for (const record::Finding& finding : run.findings)
        add_finding(out, finding);
    out += "</section>\n";
}

}  // namespace gauntlet::reports::html
