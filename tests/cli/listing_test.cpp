// list, explain, brokers, --dry-run: what scripts read.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "json_schema.hpp"
#include "program.hpp"

namespace gauntlet::tests {
namespace {

std::string schema(const std::string& name) {
    return file_text(std::string(GAUNTLET_SCHEMAS) + "/" + name + ".schema.json");
}

std::set<std::string> ids(const Result& result) {
    std::set<std::string> found;
    const boost::json::value list = boost::json::parse(result.out);
    for (const boost::json::value& scenario : list.as_array())
        found.insert(std::string(scenario.at("id").as_string()));
    return found;
}

TEST(Version, IsPrinted) {
    const Result result = gauntlet({"--version"});
    EXPECT_EQ(result.exit, 0);
    EXPECT_EQ(result.out.rfind("gauntlet ", 0), 0U) << result.out;
    EXPECT_EQ(count_lines(result.out), 1U);
}

TEST(Help, HasExamplesAndExitCodes) {
    const Result result = gauntlet({"--help"});
    EXPECT_EQ(result.exit, 0);
    EXPECT_NE(result.out.find("gauntlet run --broker mosquitto"), std::string::npos);
    EXPECT_NE(result.out.find("Exit codes"), std::string::npos);
}

TEST(List, JsonObeysItsSchema) {
    const Result result = gauntlet({"list", "--json"});
    ASSERT_EQ(result.exit, 0) << result.err;
    EXPECT_EQ(schema_violation(schema("list"), result.out), std::nullopt);
    EXPECT_GE(ids(result).size(), 60U);
}

TEST(List, SelectsByScenarioByCellAndByLevel) {
    const std::set<std::string> all = ids(gauntlet({"list", "--json"}));
    const std::set<std::string> mutual = ids(gauntlet({"list", "--json", "--select", "mutual/*"}));
    EXPECT_LT(mutual.size(), all.size());
    for (const std::string& id : mutual)
        EXPECT_EQ(id.rfind("mutual/", 0), 0U) << id;
    EXPECT_EQ(ids(gauntlet({"list", "--json", "--select", "mosquitto/mqtts/mutual/*"})), mutual);
    const std::set<std::string> rest = ids(gauntlet({"list", "--json", "--select", "!mutual/*"}));
    EXPECT_EQ(rest.size() + mutual.size(), all.size());
    const std::set<std::string> must = ids(gauntlet({"list", "--json", "--level", "must"}));
    EXPECT_LT(must.size(), all.size());
}

TEST(List, AnEmptySelectionExitsFourAndUnderCTestSeventySeven) {
    const Result result = gauntlet({"list", "--select", "no/such"});
    EXPECT_EQ(result.exit, 4);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(count_lines(result.err), 1U);
    EXPECT_EQ(gauntlet({"list", "--select", "no/such"}, {{"GAUNTLET_CTEST", "1"}}).exit, 77);
}

TEST(Brokers, JsonObeysItsSchema) {
    const Result result = gauntlet({"brokers", "--json"});
    ASSERT_EQ(result.exit, 0) << result.err;
    EXPECT_EQ(schema_violation(schema("brokers"), result.out), std::nullopt);
    EXPECT_NE(result.out.find("\"mosquitto\""), std::string::npos);
}

TEST(Brokers, OneThatIsNotThereIsListedWithWhatInstallsIt) {
    const Result result = gauntlet({"brokers"}, {{"PATH", "/nowhere"}});
    ASSERT_EQ(result.exit, 0) << result.err;
    EXPECT_NE(result.out.find("mosquitto"), std::string::npos);
}

TEST(Explain, SaysEverythingAboutAScenario) {
    const std::set<std::string> mutual = ids(gauntlet({"list", "--json", "--select", "mutual/*"}));
    ASSERT_FALSE(mutual.empty());
    const Result result = gauntlet({"explain", *mutual.begin()});
    ASSERT_EQ(result.exit, 0) << result.err;
    EXPECT_EQ(result.out.rfind(*mutual.begin() + "\n", 0), 0U);
    for (const char* part : {"level", "why", "mend", "profile", "What it does", "What must be observed", "The control"})
        EXPECT_NE(result.out.find(part), std::string::npos) << part;
}

TEST(Explain, TakesEveryListedId) {
    for (const std::string& id : ids(gauntlet({"list", "--json", "--select", "one-way/*"})))
        EXPECT_EQ(gauntlet({"explain", id}).exit, 0) << id;
}

TEST(DryRun, PrintsCellsAndStartsNothing) {
    const TemporaryFolder folder;
    const Result result =
        gauntlet({"run", "--broker", "mosquitto", "--dry-run", "--select", "mutual/*", "--out", folder.path() / "out"});
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_NE(result.out.find("mosquitto/mqtts/mutual/"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "out"));
}

TEST(DryRun, ShardsAreDisjointAndTogetherWhole) {
    const auto cells = [](const Arguments& more) {
        Arguments arguments{"run", "--broker", "mosquitto", "--dry-run", "--select", "one-way/*"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        std::multiset<std::string> found;
        std::istringstream out(gauntlet(arguments).out);
        for (std::string line; std::getline(out, line) && !line.empty();)
            found.insert(line.substr(0, line.find(' ')));
        return found;
    };
    std::multiset<std::string> parts = cells({"--shard", "1/2"});
    parts.merge(cells({"--shard", "2/2"}));
    EXPECT_EQ(parts, cells({}));
    EXPECT_FALSE(parts.empty());
}

}  // namespace
}  // namespace gauntlet::tests
