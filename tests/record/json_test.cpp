#include "gauntlet/record/json.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gauntlet/core/bad_input.hpp"
#include "sample_run.hpp"

namespace gauntlet::record {
namespace {

// The record without its first occurrence of `what`, or with `by` in its place.
std::string replaced(std::string text, const std::string& what, const std::string& by = "") {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
}

std::string error_of(const std::string& text) {
    try {
        from_json(text, "record.json");
    } catch (const core::BadInput& error) {
        return error.what();
    }
    return "no error";
}

TEST(Json, RoundTripKeepsEveryField) {
    const record::Run run = tests::rich_run();
    EXPECT_EQ(from_json(to_json(run), "record.json"), run);
}

TEST(Json, RoundTripOfAnEmptyRun) {
    record::Run run = tests::empty_run();
    run.seed = 18446744073709551615ULL;
    EXPECT_EQ(from_json(to_json(run), "record.json"), run);
}

TEST(Json, RoundTripOfAMegabyte) {
    record::Run run = tests::empty_run();
    std::string text;
    while (text.size() < 1 << 20)
        text += tests::hostile_text();
    tests::add(run, "mutual/large", core::Verdict::fail).evidence.observed[0].text = text;
    EXPECT_EQ(from_json(to_json(run), "record.json"), run);
}

TEST(Json, BytesThatAreNoUtf8AreSpelledOut) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/bytes", core::Verdict::fail).reason = tests::invalid_utf8();
    const record::Run again = from_json(to_json(run), "record.json");
    EXPECT_EQ(again.cells[0].reason, R"(a\x80z \xc0\xaf \xed\xa0\x80 \xf5 \xe2\x82)");
    EXPECT_EQ(from_json(to_json(again), "record.json"), again);
}

TEST(Json, NoControlCharacterStandsInTheText) {
    for (const char c : to_json(tests::rich_run()))
        ASSERT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)) << int{c};
    EXPECT_EQ(to_json(tests::rich_run()).find("\xc2\x9b"), std::string::npos);
    EXPECT_NE(to_json(tests::rich_run()).find("\\u009b"), std::string::npos);
}

TEST(Json, FieldsThatFollowFromOthersAreWritten) {
    const std::string text = to_json(tests::rich_run());
    EXPECT_NE(text.find("\"id\": \"external/mqtts/mutual/rich\""), std::string::npos);
    EXPECT_NE(text.find("\"interrupted\": true"), std::string::npos);
    EXPECT_NE(text.find("\"inconclusive\": 1"), std::string::npos);
    EXPECT_NE(text.find("\"fail\": 2"), std::string::npos);
}

TEST(Json, ALaterFieldIsPassedOver) {
    const record::Run run = tests::rich_run();
    EXPECT_EQ(
        from_json(replaced(to_json(run), "\"seed\":", "\"later\": [1, {\"x\": null}],\n \"seed\":"), "record.json"),
        run);
}

TEST(Json, BadJsonIsNamedWithItsLine) {
    EXPECT_TRUE(error_of("{\n \"schema\": \"gauntlet.record/1\",\n oops }").starts_with("record.json:3: no JSON here"));
    EXPECT_TRUE(error_of("").starts_with("record.json:1: no JSON here"));
    EXPECT_TRUE(error_of(to_json(tests::empty_run()) + "x").find("no JSON here") != std::string::npos);
    const std::string half = to_json(tests::rich_run()).substr(0, 500);
    EXPECT_TRUE(error_of(half).find("no JSON here") != std::string::npos);
}

TEST(Json, BytesThatAreNoUtf8AreBadJson) {
    EXPECT_TRUE(error_of("{\n\"schema\": \"\x80\"}").starts_with("record.json:2: no JSON here"));
}

TEST(Json, AnotherSchemaIsNamed) {
    EXPECT_EQ(error_of("[]"), "record.json:1: no run record: \"schema\" must be \"gauntlet.record/1\"");
    EXPECT_EQ(
        error_of("{\n \"schema\": \"gauntlet.record/2\"}"),
        "record.json:2: /schema: is \"gauntlet.record/2\", this program reads \"gauntlet.record/1\"; use the program "
        "that wrote it");
}

TEST(Json, AMissingFieldIsNamedByPointerAndLine) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/one", core::Verdict::pass);
    const std::string text = to_json(run);
    const std::string without = replaced(text, "\"verdict\": \"pass\",");
    const std::string error = error_of(without);
    EXPECT_TRUE(error.ends_with(": /cells/0: the field \"verdict\" is missing")) << error;
    const auto line =
        1 + std::count(without.begin(), without.begin() + static_cast<std::ptrdiff_t>(without.find("\"cells\"")), '\n');
    EXPECT_TRUE(error.starts_with("record.json:" + std::to_string(line + 1) + ": ")) << error << line;
}

TEST(Json, AWrongFieldIsNamedByPointerAndLine) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/one", core::Verdict::pass);
    const std::string text = to_json(run);
    const auto expect = [&text](const std::string& what, const std::string& by, const std::string& error) {
        const std::string wrong = replaced(text, what, by);
        const auto line =
            1 + std::count(wrong.begin(), wrong.begin() + static_cast<std::ptrdiff_t>(wrong.find(by)), '\n');
        EXPECT_EQ(error_of(wrong), "record.json:" + std::to_string(line) + ": " + error);
    };
    expect("\"verdict\": \"pass\"", "\"verdict\": \"good\"",
           "/cells/0/verdict: must be one of pass, weak, fail, info, unsupported, skipped, inconclusive");
    expect("\"verdict\": \"pass\"", "\"verdict\": 3", "/cells/0/verdict: must be a string");
    expect("\"tries\": 1", "\"tries\": \"1\"", "/cells/0/tries: must be a whole number in range");
    expect("\"tries\": 1", "\"tries\": 1.5", "/cells/0/tries: must be a whole number in range");
    expect("\"tries\": 1", "\"tries\": 3000000000", "/cells/0/tries: must be a whole number in range");
    expect("\"earlier\": []", "\"earlier\": {}", "/cells/0/earlier: must be an array");
    expect("\"exclusive\": false", "\"exclusive\": 0", "/scenarios/0/exclusive: must be true or false");
    expect("\"selftest\": null", "\"selftest\": []", "/selftest: must be an object");
    expect("\"now\": \"2024-02-29T12:00:00Z\"", "\"now\": \"yesterday\"",
           "/now: must be a time such as 2024-05-01T12:00:00Z (RFC 3339)");
    expect("\"scenario\": \"mutual/one\"", "\"scenario\": \"mutual/two\"",
           "/cells/0/scenario: names none of the record's scenarios");
}

TEST(Json, EveryFieldThatIsReadIsRequired) {
    // Each line of the record that holds a field, dropped alone, is either a fault or a field that follows from others.
    const std::string text = to_json(tests::empty_run());
    int faults = 0;
    for (const char* field : {"tool", "seed", "now", "started", "ended", "ms", "signal", "exit", "fail_on", "brokers",
                              "scenarios", "cells", "faults", "stale", "selftest", "findings"}) {
        const std::string error = error_of(replaced(text, '"' + std::string(field) + "\":", "\"other\":"));
        EXPECT_EQ(error, "record.json:1: the field \"" + std::string(field) + "\" is missing");
        ++faults;
    }
    EXPECT_EQ(faults, 16);
}

TEST(Json, RecordsOfEarlierProgramsHaveNoProofs) {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/one", core::Verdict::pass);
    EXPECT_EQ(from_json(replaced(to_json(run), "\"proof\":", "\"other\":"), "record.json"), run);
}

TEST(Json, ACellWithoutItsScenarioIsNotWritten) {
    record::Run run = tests::empty_run();
    run.cells.push_back(tests::cell_of("mutual/nowhere", core::Verdict::pass));
    EXPECT_THROW(to_json(run), std::logic_error);
}

}  // namespace
}  // namespace gauntlet::record
