#include <gtest/gtest.h>

#include "gauntlet/record/json.hpp"
#include "json_schema.hpp"
#include "sample_run.hpp"

namespace gauntlet::record {
namespace {

std::string schema(const std::string& name) {
    return tests::file_text(std::string(GAUNTLET_SCHEMAS) + "/" + name + ".schema.json");
}

void expect_valid(const std::string& name, const std::string& json) {
    const auto violation = tests::schema_violation(schema(name), json);
    EXPECT_FALSE(violation) << violation.value_or("");
}

// Violated, and at the place that `place` names.
void expect_violation(const std::string& name, const std::string& json, const std::string& place) {
    const auto violation = tests::schema_violation(schema(name), json);
    ASSERT_TRUE(violation) << place;
    EXPECT_NE(violation->find(place), std::string::npos) << *violation;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
}

BrokerListing broker() {
    return {.name = "mosquitto",
            .found = true,
            .version = "2.0.11",
            .path = "/usr/sbin/mosquitto",
            .install = "apt-get install mosquitto",
            .transports = {core::Transport::mqtt, core::Transport::wss},
            .capabilities = {{"crl", ""}, {"ocsp", "no option sets a \"stapled\" response"}}};
}

TEST(Schema, OfRecords) {
    expect_valid("record", to_json(tests::rich_run()));
    expect_valid("record", to_json(tests::empty_run()));
}

TEST(Schema, OfFindings) {
    const std::string finding = to_json(tests::rich_run().findings[0]);
    expect_valid("finding", finding);
    expect_violation("finding", replaced(finding, "\"3/3\"", "\"often\""), "reproduced");
    expect_violation("finding", replaced(finding, "\"core\"", "\"crash\""), "oracle");
    expect_violation("finding", replaced(finding, "\"signature\"", "\"sign\""), "signature");
}

TEST(Schema, OfRecordsAllowsLaterFields) {
    expect_valid("record", replaced(to_json(tests::rich_run()), "\"seed\":", "\"later\": 1, \"seed\":"));
}

TEST(Schema, OfRecordsRequiresEveryFieldThatIsWritten) {
    const std::string text = to_json(tests::rich_run());
    int fields = 0;
    for (std::size_t at = text.find("\": "); at != std::string::npos; at = text.find("\": ", at + 1), ++fields) {
        const std::size_t start = text.rfind('"', at - 1);
        const std::string name = text.substr(start + 1, at - start - 1);
        std::string without = text;
        without.replace(start + 1, name.size(), "renamed");
        if (fields < 40 || fields % 97 == 0)  // each kind of object, and samples of the long tail
            expect_violation("record", without, name);
    }
    EXPECT_GT(fields, 300);
}

TEST(Schema, OfRecordsIsStrictInItsValues) {
    const std::string text = to_json(tests::rich_run());
    const auto refuse = [&text](const std::string& what, const std::string& by, const std::string& place) {
        expect_violation("record", replaced(text, what, by), place);
    };
    refuse("gauntlet.record/1", "gauntlet.record/2", "schema");
    refuse("\"verdict\": \"fail\"", "\"verdict\": \"failed\"", "cells");
    refuse("\"layer\": \"process\"", "\"layer\": null", "cells");
    refuse("\"ms\": 12", "\"ms\": -1", "ms");
    refuse("\"transport\": \"mqtts\"", "\"transport\": \"quic\"", "transport");
    refuse("\"id\": \"mutual/rich\"", "\"id\": \"Mutual\"", "id");
    refuse("\"ended\": \"2024", "\"ended\": \"24", "ended");
    refuse("\"interrupted\": true", "\"interrupted\": 2", "interrupted");
    refuse("\"reproduced\": \"3/3\"", "\"reproduced\": \"often\"", "findings");
}

TEST(Schema, OfScenarioLists) {
    const std::vector<ScenarioText> scenarios{tests::expired_scenario("mutual/one"),
                                              tests::expired_scenario("mutual/two")};
    const std::string text = to_json(scenarios);
    expect_valid("list", text);
    expect_valid("list", to_json(std::vector<ScenarioText>{}));
    for (const char* field : {"id", "family", "title", "level", "clauses", "catalogue", "statements", "profile",
                              "transports", "needs", "flaws", "exclusive"})
        expect_violation("list", replaced(text, '"' + std::string(field) + "\":", "\"renamed\":"), field);
    expect_violation("list", replaced(text, "\"must\"", "\"might\""), "level");
}

TEST(Schema, OfBrokerLists) {
    const std::string text = to_json(std::vector<BrokerListing>{broker()});
    expect_valid("brokers", text);
    EXPECT_NE(text.find("\"crl\": true"), std::string::npos);
    EXPECT_NE(text.find("\"ocsp\": \"no option sets a \\\"stapled\\\" response\""), std::string::npos);
    for (const char* field : {"name", "found", "version", "path", "install", "transports", "capabilities"})
        expect_violation("brokers", replaced(text, '"' + std::string(field) + "\":", "\"renamed\":"), field);
    expect_violation("brokers", replaced(text, "\"crl\": true", "\"crl\": false"), "capabilities");
}

}  // namespace
}  // namespace gauntlet::record
