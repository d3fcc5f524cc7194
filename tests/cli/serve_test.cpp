// `gauntlet serve` as a person uses it, and `gauntlet pki inspect` of what it serves.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <regex>
#include <thread>

#include "program.hpp"

namespace gauntlet::tests {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// A broker that is served, and a folder of its own for what is temporary.
class Service {
  public:
    explicit Service(Arguments arguments) : program_(with_command(std::move(arguments)), {{"TMPDIR", temporary()}}) {
        for (int i = 0; i < 600 && program_.running() && output().find("Ctrl-C") == std::string::npos; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }

    std::string output() const { return program_.output(); }
    std::string temporary() const { return folder_.path().string(); }
    std::string found(const std::string& expression) const {
        const std::string text = output();
        std::smatch match;
        return std::regex_search(text, match, std::regex(expression)) ? match[1].str() : "";
    }
    std::string port() const { return found("listener +[a-z]+://localhost:([0-9]+)"); }
    Program& program() { return program_; }
    Result end(int number = SIGTERM) {
        program_.signal(number);
        return program_.wait();
    }

  private:
    static Arguments with_command(Arguments arguments) {
        arguments.insert(arguments.begin(), "serve");
        return arguments;
    }
    TemporaryFolder folder_;
    Program program_;
};

Result shell(const std::string& command) {
    const TemporaryFolder folder;
    const fs::path out = folder.path() / "out";
    const int status = std::system(fmt::format("({}) > {} 2>&1 < /dev/null", command, out.string()).c_str());
    return {WEXITSTATUS(status), text_of(out), {}};
}

class ServeSignal : public testing::TestWithParam<int> {};

TEST_P(ServeSignal, EndsItAndNothingIsLeft) {
    Service service({"reference"});
    ASSERT_NE(service.port(), "") << service.output();
    const std::string log = service.found("log +(.*)");
    EXPECT_TRUE(fs::exists(log)) << service.output();
    EXPECT_EQ(fs::status(log).permissions() & fs::perms::others_all, fs::perms::none);
    EXPECT_FALSE(fs::is_empty(service.temporary()));
    const std::string process = service.found("process ([0-9]+)");
    const Result result = service.end(GetParam());
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_TRUE(fs::is_empty(service.temporary()));
    EXPECT_FALSE(fs::exists("/proc/" + process));
}

INSTANTIATE_TEST_SUITE_P(Cli, ServeSignal, testing::Values(SIGINT, SIGTERM));

TEST(Serve, NothingIsLeftWhereItIsKilled) {
    Service service({"reference"});
    ASSERT_NE(service.port(), "") << service.output();
    ASSERT_FALSE(processes_with(service.temporary()).empty());
    service.end(SIGKILL);
    const auto is_left = [&service] {
        return !fs::is_empty(service.temporary()) || !processes_with(service.temporary()).empty();
    };
    for (int i = 0; i < 100 && is_left(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_FALSE(is_left());
}

TEST(Serve, ItsCommandsWork) {
    Service service({"reference", "--profile", "mutual"});
    ASSERT_NE(service.port(), "") << service.output();
    const Result handshake = shell(service.found("(openssl s_client .*)"));
    EXPECT_EQ(handshake.exit, 0) << handshake.out;
    EXPECT_NE(handshake.out.find("Verify return code: 0 (ok)"), std::string::npos) << handshake.out;
    const std::string constants = text_of(service.found("ESP32 +([^:]*):"));
    EXPECT_NE(constants.find("const int mqtt_port = " + service.port() + ";"), std::string::npos) << constants;
    EXPECT_NE(constants.find("const char client_key[] = R\"(\n-----BEGIN "), std::string::npos) << constants;
    if (!has_mosquitto())
        GTEST_SKIP() << "without mosquitto_pub";
    const Result published = shell(service.found("(mosquitto_pub .*)"));
    EXPECT_EQ(published.exit, 0) << published.out;
    EXPECT_EQ(service.end().exit, 0);
}

TEST(Serve, TheGivenFolderStays) {
    const TemporaryFolder folder;
    const fs::path out = folder.path() / "out";
    Service service({"reference", "--profile", "one-way-password", "--out", out.string()});
    ASSERT_NE(service.port(), "") << service.output();
    EXPECT_NE(service.found("mosquitto_pub .* (-u user[a-z0-9]+ -P secret[a-z0-9]+) "), "") << service.output();
    EXPECT_EQ(service.end().exit, 0);
    EXPECT_TRUE(fs::exists(out / "pki"));
    EXPECT_TRUE(fs::exists(out / "logs"));
    const Result again = gauntlet({"serve", "reference", "--out", out.string()});
    EXPECT_EQ(again.exit, 2);
    EXPECT_NE(again.err.find("is not empty"), std::string::npos) << again.err;
}

TEST(Serve, ABrokerThatEndsIsSaid) {
    Service service({"reference"});
    ASSERT_NE(service.port(), "") << service.output();
    ::kill(std::stoi(service.found("process ([0-9]+)")), SIGKILL);
    const Result result = service.program().wait();
    EXPECT_EQ(result.exit, 3);
    EXPECT_NE(result.err.find("gauntlet: reference has ended: "), std::string::npos) << result.err;
    EXPECT_EQ(count_lines(result.err), 1U) << result.err;
}

TEST(Serve, SaysWhatItNeeds) {
    const auto fails = [](const Arguments& arguments, const std::string& text) {
        const Result result = gauntlet(arguments);
        EXPECT_EQ(result.exit, 2) << result.err;
        EXPECT_NE(result.err.find(text), std::string::npos) << result.err;
        EXPECT_EQ(count_lines(result.err), 1U) << result.err;
    };
    fails({"serve"}, "broker");
    fails({"serve", "mosquito"}, "mosquitto");
    fails({"serve", "external"}, "--broker external: there is ");
    fails({"serve", "reference", "--profile", "mutal"}, "--profile mutal: there is ");
    fails({"serve", "reference", "--transport", "tcp"}, "there is mqtt, mqtts, ws and wss");
    fails({"serve", "reference", "--seed", "x"}, "--seed x");
}

class Served : public testing::Test {
  protected:
    Result inspect(Arguments more = {}) const {
        Arguments arguments{"pki", "inspect", "mqtts://localhost:" + service_.port()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return gauntlet(arguments);
    }
    // It refuses clients without a certificate, and shows its own all the same.
    Service service_{{"reference", "--profile", "mutual"}};
};

TEST_F(Served, AListenersChainIsInspected) {
    const Result good = inspect();
    EXPECT_EQ(good.exit, 0) << good.out << good.err;
    EXPECT_NE(good.out.find("certificate 1 of "), std::string::npos) << good.out;
    EXPECT_NE(good.out.find("DNS:localhost"), std::string::npos) << good.out;
    const Result soon = inspect({"--warn-days", "36500"});
    EXPECT_EQ(soon.exit, 1);
    EXPECT_NE(soon.out.find("wrong           expires in "), std::string::npos) << soon.out;
    const Result late = inspect({"--now", "2190-01-01T00:00:00Z"});
    EXPECT_EQ(late.exit, 1);
    EXPECT_NE(late.out.find("wrong           expired on "), std::string::npos) << late.out;
}

TEST_F(Served, AsJson) {
    const Result result = inspect({"--json"});
    ASSERT_EQ(result.exit, 0) << result.out << result.err;
    const json::object object = json::parse(result.out).as_object();
    EXPECT_EQ(object.at("schema").as_string(), "gauntlet.inspection/1");
    EXPECT_TRUE(object.at("good").as_bool());
    EXPECT_TRUE(object.at("private_key").is_null());
    const json::object& leaf = object.at("certificates").as_array().at(0).as_object();
    EXPECT_GT(leaf.at("days_left").as_int64(), 3000);
    EXPECT_EQ(leaf.at("names").as_array().at(0).as_string(), "DNS:localhost");
}

TEST(Inspecting, WhatCannotBeAsked) {
    const auto exits = [](const std::string& target, int exit, const std::string& text) {
        const Result result = gauntlet({"pki", "inspect", target, "--timeout", "2"});
        EXPECT_EQ(result.exit, exit) << result.err;
        EXPECT_NE(result.err.find(text), std::string::npos) << result.err;
        EXPECT_EQ(count_lines(result.err), 1U) << result.err;
    };
    exits("mqtts://127.0.0.1:1", 3, "connection refused");
    exits("mqtt://127.0.0.1:1883", 2, "has no certificates");
    exits("mqtts://192.0.2.1", 2, "--allow-remote");
    exits("http://127.0.0.1", 2, "http://127.0.0.1");
}

}  // namespace
}  // namespace gauntlet::tests
