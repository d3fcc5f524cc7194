// Exit code 2, and one line that says what to mend.
#include <gtest/gtest.h>

#include "program.hpp"

namespace gauntlet::tests {
namespace {

struct Case {
    const char* name;
    Arguments arguments;
    const char* says;
};

void PrintTo(const Case& c, std::ostream* out) {
    *out << c.name;
}

class Usage : public testing::TestWithParam<Case> {};

TEST_P(Usage, EndsWithTwoAndOneLine) {
    const Result result = gauntlet(GetParam().arguments);
    EXPECT_EQ(result.exit, 2) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(count_lines(result.err), 1U) << result.err;
    EXPECT_EQ(result.err.rfind("gauntlet: ", 0), 0U) << result.err;
    EXPECT_NE(result.err.find(GetParam().says), std::string::npos) << result.err;
}

INSTANTIATE_TEST_SUITE_P(
    Cli, Usage,
    testing::Values(
        Case{"nothing", {}, "run, selftest"}, Case{"unknown_command", {"walk"}, "walk"},
        Case{"unknown_option", {"run", "--broker", "mosquitto", "--fast"}, "--fast"},
        Case{"no_subject", {"run"}, "--broker mosquitto or --listener"},
        Case{"two_subjects", {"run", "--broker", "mosquitto", "mqtts://localhost"}, "either"},
        Case{"unknown_broker", {"run", "--broker", "mosquito"}, "there is"},
        Case{"external_as_broker", {"run", "--broker", "external"}, "--listener"},
        Case{"bad_level", {"run", "--broker", "mosquitto", "--level", "may"}, "--level may"},
        Case{"bad_shard", {"run", "--broker", "mosquitto", "--shard", "3/2"}, "--shard 3/2"},
        Case{"empty_glob", {"list", "--select", "!"}, "empty"},
        Case{"negative_seed", {"run", "--broker", "mosquitto", "--seed", "-1"}, "--seed -1"},
        Case{"bad_seed", {"run", "--broker", "mosquitto", "--seed", "7x"}, "--seed 7x"},
        Case{"bad_now", {"run", "--broker", "mosquitto", "--now", "yesterday"}, "RFC 3339"},
        Case{"now_in_the_future", {"run", "--broker", "mosquitto", "--now", "2999-01-01T00:00:00Z"}, "too far"},
        Case{"now_in_the_past", {"run", "--broker", "mosquitto", "--now", "1999-01-01T00:00:00Z"}, "too far"},
        Case{"no_jobs", {"run", "--broker", "mosquitto", "--jobs", "0"}, "--jobs 0"},
        Case{"no_time", {"run", "--broker", "mosquitto", "--timeout", "0"}, "--timeout"},
        Case{"bad_fail_on", {"run", "--broker", "mosquitto", "--fail-on", "info"}, "--fail-on info"},
        Case{"set_without_value", {"run", "--broker", "mosquitto", "--set", "binary"}, "ADAPTER.KEY=VALUE"},
        Case{"set_of_another", {"run", "--broker", "mosquitto", "--set", "emqx.binary=/x"}, "emqx"},
        Case{"set_of_no_program", {"run", "--broker", "mosquitto", "--set", "mosquitto.binary=/no/such"}, "/no/such"},
        Case{"set_of_unknown_flaw",
             {"run", "--broker", "reference", "--set", "reference.flaw=ignores-clr"},
             "ignores-crl"},
        Case{"set_of_unknown_key", {"run", "--broker", "mosquitto", "--set", "mosquitto.colour=red"}, "colour"},
        Case{"known_missing", {"run", "--broker", "mosquitto", "--known", "/no/such.toml"}, "/no/such.toml"},
        Case{"config_of_nobody", {"run", "--config", "m.conf"}, "--broker mosquitto"},
        Case{"config_of_several", {"run", "--broker", "all", "--config", "m.conf"}, "--broker mosquitto"},
        Case{"config_of_another", {"run", "--broker", "reference", "--config", "m.conf"}, "there is mosquitto"},
        Case{"config_missing", {"run", "--broker", "mosquitto", "--config", "/no/such.conf"}, "/no/such.conf"},
        Case{"install_external", {"brokers", "install", "external"}, "Gauntlet does not install it"},
        Case{"install_unknown", {"brokers", "install", "mosquito"}, "unknown broker"},
        Case{"packages_into_a_folder", {"brokers", "install", "mosquitto", "--into", "/x"}, "package manager"},
        Case{"explain_unknown", {"explain", "mutual/expirde"}, "the nearest are"},
        Case{"reference_flaw", {"reference", "--flaw", "ignores-clr"}, "the nearest is ignores-crl"},
        Case{"reference_profile", {"reference", "--profile", "mutal"}, "the nearest is mutual"},
        Case{"reference_config", {"reference", "--config", "/no/such.toml"}, "/no/such.toml"},
        Case{"reference_both", {"reference", "--config", "a", "--port", "1"}, "--port"},
        Case{"report_missing", {"report", "/no/such.json"}, "/no/such.json"},
        Case{"report_format", {"report", "/dev/null", "--format", "pdf"}, "--format pdf"}),
    [](const auto& param_info) { return std::string(param_info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Listener, Usage,
    testing::Values(Case{"no_scheme", {"run", "localhost:8883"}, "scheme"},
                    Case{"other_scheme", {"run", "--listener", "https://localhost"}, "scheme"},
                    Case{"no_host", {"run", "mqtts://:8883"}, "no host"},
                    Case{"bad_port", {"run", "mqtts://localhost:88830"}, "no port"},
                    Case{"path_without_websocket", {"run", "mqtts://localhost/mqtt"}, "path"},
                    Case{"open_bracket", {"run", "mqtts://[::1"}, "bracket"},
                    Case{"remote", {"run", "mqtts://192.0.2.1:8883"}, "--allow-remote"},
                    Case{"unresolvable", {"run", "mqtts://no-such-host.invalid"}, "cannot be resolved"},
                    Case{"unknown_profile", {"run", "mqtts://localhost", "--profile", "none"}, "--profile none"},
                    Case{"cert_without_key", {"run", "mqtts://localhost", "--cert", "/dev/null"}, "belong together"},
                    Case{"ca_missing", {"run", "mqtts://localhost", "--ca", "/no/such.pem"}, "--ca /no/such.pem"},
                    Case{"ca_no_pem", {"run", "mqtts://localhost", "--ca", "/dev/null"}, "--ca /dev/null"},
                    Case{"pki_missing", {"run", "mqtts://localhost", "--pki", "/no/such"}, "/no/such"},
                    Case{"pki_and_seed", {"run", "mqtts://localhost", "--pki", "/no/such", "--seed", "1"}, "--pki"}),
    [](const auto& param_info) { return std::string(param_info.param.name); });

TEST(OutFolder, MustBeEmptyOrAbsent) {
    const TemporaryFolder folder;
    write_text(folder.path() / "something", "kept");
    const Result result = gauntlet({"run", "--broker", "mosquitto", "--out", folder.path()});
    EXPECT_EQ(result.exit, 2);
    EXPECT_EQ(count_lines(result.err), 1U);
    EXPECT_NE(result.err.find("is not empty"), std::string::npos) << result.err;
    EXPECT_EQ(text_of(folder.path() / "something"), "kept");
}

TEST(OutFolder, MustBeAFolder) {
    const TemporaryFolder folder;
    write_text(folder.path() / "file", "kept");
    const Result result = gauntlet({"run", "--broker", "mosquitto", "--out", folder.path() / "file"});
    EXPECT_EQ(result.exit, 2);
    EXPECT_NE(result.err.find("is no folder"), std::string::npos) << result.err;
}

TEST(BadFile, OfKnownFailuresIsNamedWithItsLine) {
    const TemporaryFolder folder;
    const std::string file = folder.path() / "known.toml";
    write_text(file, "broker = \"mosquitto\"\n\n[[known]]\nid = \"mutual/expired/tls-1-2\"\nverdict = \"pass\"\n");
    const Result result = gauntlet({"run", "--broker", "mosquitto", "--known", file});
    EXPECT_EQ(result.exit, 2);
    EXPECT_EQ(count_lines(result.err), 1U) << result.err;
    EXPECT_NE(result.err.find(file + ":"), std::string::npos) << result.err;
}

TEST(BadFile, OfKnownFailuresMayNotNameAnUnknownScenario) {
    const TemporaryFolder folder;
    const std::string file = folder.path() / "known.toml";
    write_text(file,
               "broker = \"mosquitto\"\n[[known]]\nid = \"no/such-scenario\"\nversions = \"*\"\nreason = \"r\"\n"
               "confirm = \"true\"\n");
    const Result result = gauntlet({"run", "--broker", "mosquitto", "--known", file});
    EXPECT_EQ(result.exit, 2);
    EXPECT_NE(result.err.find(file + ":"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("no/such-scenario"), std::string::npos) << result.err;
}

TEST(BadFile, OfAnAdapterIsNamedWithItsLine) {
    const TemporaryFolder folder;
    std::filesystem::copy(GAUNTLET_ADAPTERS, folder.path() / "adapters", std::filesystem::copy_options::recursive);
    const std::filesystem::path file = folder.path() / "adapters" / "mosquitto" / "adapter.toml";
    const std::string good = text_of(file);
    write_text(file, "colour = \"red\"\n" + good);
    const Result result = gauntlet({"run", "--broker", "mosquitto", "--dry-run"}, {{"GAUNTLET_DATA", folder.path()}});
    EXPECT_EQ(result.exit, 2);
    EXPECT_EQ(count_lines(result.err), 1U) << result.err;
    EXPECT_NE(result.err.find(file.string() + ":1: "), std::string::npos) << result.err;
}

}  // namespace
}  // namespace gauntlet::tests
