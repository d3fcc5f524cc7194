// Processes of an instance beside the broker's own, on shell scripts.
#include <gtest/gtest.h>

#include <csignal>

#include "gauntlet/recipe/catalogue.hpp"
#include "support.hpp"

namespace gauntlet::broker::test {
namespace {

using namespace std::chrono_literals;

bool has_openssl() {
    return std::filesystem::exists("/usr/bin/openssl");
}
#define NEEDS_OPENSSL() \
    if (!has_openssl()) \
    GTEST_SKIP() << "openssl is not installed: apt-get install openssl"

// The fake broker with a companion that runs `script` and is ready when it says so.
std::string with_companion(const std::string& script) {
    std::string text = shell_adapter_text();
    const std::string rule =
        "[[port]]\nname = \"inner\"\n[[port]]\nname = \"own\"\neach = \"listener\"\n"
        "[[file]]\npath = \"helper\"\ncontent = '''" +
        script +
        "'''\n"
        "[[companion]]\nname = \"helper\"\ncommand = [\"{{binary}}\", \"{{folder}}/helper\"]\n"
        "ready = \"^helper is ready\"\ndeadline_ms = 5000\nsignal = \"TERM\"\ngrace_ms = 400\n"
        "[companion.environment]\nHELPER_PORT = \"{{ports.inner}}\"\n";
    return text.insert(text.find("[start]"), rule);
}

StartResult start(Supervisor& supervisor, const FakeBroker& fake) {
    std::vector<ListenerRequest> listeners;
    listeners.push_back(one_way());
    return run(supervisor.start(fake.adapter(), fake.installation(), std::move(listeners)));
}

std::string logged(const Log& log, const std::string& name) {
    for (const std::string& line : log.lines(0))
        if (line.starts_with(name + "="))
            return line.substr(name.size() + 1);
    return {};
}

const std::string staying = "echo pid=$$\necho port=$HELPER_PORT\necho helper is ready\nexec sleep 1000\n";

TEST(Companions, are_started_before_the_broker_and_end_with_it) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    const FakeBroker fake("echo own={{#listeners}}{{ports.own}}/{{ports.inner}}{{/listeners}}\n" + serving_script(),
                          with_companion(staying));
    StartResult started = start(supervisor, fake);
    ASSERT_TRUE(started.ready()) << started.observation.text;
    Instance& instance = *started.instance;
    const std::vector<std::string> lines = instance.log().lines(0);
    ASSERT_FALSE(lines.empty());
    EXPECT_TRUE(lines[0].starts_with("pid=")) << lines[0];
    const std::string inner = logged(instance.log(), "port");
    EXPECT_EQ(logged(instance.log(), "own"), std::to_string(instance.ports()[0].named.at("own")) + "/" + inner);

    const pid_t companion = std::stoi(logged(instance.log(), "pid"));
    EXPECT_TRUE(runs(companion));
    EXPECT_NE(companion, instance.pid());
    EXPECT_GE(instance.resources()->threads, 2) << "of both";
    run(instance.stop());
    EXPECT_FALSE(runs(companion));
    EXPECT_FALSE(instance.alive());
}

TEST(Companions, a_broker_whose_companion_ends_is_dead) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    const FakeBroker fake(serving_script(), with_companion(staying));
    StartResult started = start(supervisor, fake);
    ASSERT_TRUE(started.ready()) << started.observation.text;
    Instance& instance = *started.instance;
    EXPECT_TRUE(instance.alive());
    EXPECT_FALSE(instance.exiting());
    ::kill(std::stoi(logged(instance.log(), "pid")), SIGSEGV);
    const core::Observation end = run(instance.ended());
    EXPECT_EQ(end.kind, core::Kind::signal);
    EXPECT_EQ(end.code, SIGSEGV);
    EXPECT_TRUE(end.text.starts_with("its companion helper: ended by signal 11")) << end.text;
    EXPECT_FALSE(instance.alive());
    EXPECT_FALSE(instance.resources());
    EXPECT_EQ(run(instance.stop()).observation.code, SIGSEGV);
    EXPECT_FALSE(runs(instance.pid()));
}

TEST(Companions, one_that_is_not_ready_is_told_and_the_broker_is_not_started) {
    Supervisor supervisor;
    const FakeBroker fake("echo the broker runs\n" + serving_script(), with_companion("echo no\nexit 3\n"));
    const StartResult started = start(supervisor, fake);
    EXPECT_FALSE(started.ready());
    EXPECT_EQ(started.observation.kind, core::Kind::exit);
    EXPECT_EQ(started.observation.code, 3);
    EXPECT_EQ(started.observation.text, "its companion helper: exit code 3; log: no");
    EXPECT_EQ(started.log_tail, std::vector<std::string>{"no"});
}

TEST(Companions, one_that_does_not_open_its_port_is_not_ready) {
    Supervisor supervisor;
    std::string text = with_companion(staying);
    text.replace(text.find("deadline_ms = 5000"), 18, "port = \"inner\"\ndeadline_ms = 300");
    const FakeBroker fake(serving_script(), text);
    const StartResult started = start(supervisor, fake);
    EXPECT_FALSE(started.ready());
    EXPECT_EQ(started.observation.kind, core::Kind::timeout);
    EXPECT_EQ(started.observation.text, "its companion helper: not ready before the deadline: its port is not open");
}

TEST(Companions, without_a_signal_a_reload_prepares_anew) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    std::string text = shell_adapter_text();
    text.insert(text.find("[start]"),
                "[[file]]\neach = \"listener\"\nwhen = \"crl\"\npath = \"list\"\ncontent = \"{{crl_pem}}\"\n"
                "[[prepare]]\ncommand = [\"{{binary}}\", \"-c\", \"echo once\"]\n"
                "[[prepare]]\non_reload = true\ncommand = [\"{{binary}}\", \"-c\", \"echo has $(cat list)\"]\n");
    const std::size_t reload = text.find("[reload]");
    text.resize(reload + 9);
    const FakeBroker fake(serving_script(), text);
    std::vector<ListenerRequest> listeners;
    listeners.push_back(one_way());
    listeners[0].profile.crls = {&recipe::crl::clients_root};
    listeners[0].crl_pem = "first";
    StartResult started = run(supervisor.start(fake.adapter(), fake.installation(), std::move(listeners)));
    ASSERT_TRUE(started.ready()) << started.observation.text;
    const core::Observation seen = run(started.instance->reload(0, "second", std::chrono::steady_clock::now() + 10s));
    EXPECT_EQ(seen.kind, core::Kind::accepted) << seen.text;
    std::vector<std::string> said;
    for (const std::string& line : started.instance->log().lines(0))
        if (line.starts_with("once") || line.starts_with("has "))
            said.push_back(line);
    EXPECT_EQ(said, (std::vector<std::string>{"once", "has first", "has second"}));
}

TEST(Companions, one_profile_over_two_transports_fits_where_two_profiles_do_not) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    std::string text = shell_adapter_text();
    text.replace(text.find("listeners = \"many\""), 18, "listeners = \"one-profile\"");
    const FakeBroker fake(
        "{{#listeners}}\nopenssl s_server -accept {{host}}:{{tls_port}} -cert "
        "{{folder}}/{{name}}-chain.pem -key {{folder}}/keys/{{name}}-key.pem -www &\n{{/listeners}}\n"
        "echo fake is ready\nwait\n",
        text);
    const auto both = [](const std::string& second) {
        std::vector<ListenerRequest> listeners{one_way(), one_way()};
        listeners[1].profile.name = second;
        listeners[1].transport = core::Transport::wss;
        return listeners;
    };
    const StartResult started = run(supervisor.start(fake.adapter(), fake.installation(), both("one-way")));
    EXPECT_TRUE(started.ready()) << started.observation.text;
    EXPECT_THROW(run(supervisor.start(fake.adapter(), fake.installation(), both("other"))), std::logic_error);
}

}  // namespace
}  // namespace gauntlet::broker::test
