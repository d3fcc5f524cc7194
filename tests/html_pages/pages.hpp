// Runs whose pages are looked at: by tests, by a browser, by a person.
#pragma once

#include <span>
#include <string_view>

#include "gauntlet/record/run.hpp"

namespace gauntlet::tests {

// Every verdict, level and transport, and a campaign.
record::Run every_verdict_run();

// Every text of the record tries to be markup and script, to break out of attributes, comments and CDATA, or is no
// UTF-8; one is a line of a megabyte. What runs sets data-ran on the page's root.
record::Run hostile_run();

// 16 brokers × 2,000 cells, two transports: verdicts in the proportions, texts and conversations of the size that a
// real run has.
record::Run large_run();

// A self-test that caught one flaw and missed another.
record::Run selftest_run();

// A campaign of 400 samples with two findings.
record::Run campaign_run();

struct Page {
    std::string_view name;
    record::Run (*run)();
};
std::span<const Page> pages();

}  // namespace gauntlet::tests
