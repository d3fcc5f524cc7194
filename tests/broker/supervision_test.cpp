// Starting, watching and ending processes, on brokers that are shell scripts.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <sstream>

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

StartResult start(Supervisor& supervisor, const FakeBroker& fake, Launch launch = Launch()) {
    std::vector<ListenerRequest> listeners;
    listeners.push_back(one_way());
    return run(supervisor.start(fake.adapter(), fake.installation(), std::move(listeners), std::move(launch)));
}

bool port_is_free(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const int yes = 1;  // what clients leave in TIME_WAIT does not make a port taken
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    const bool free = ::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(socket);
    return free;
}

std::string status_field(pid_t pid, const std::string& name) {
    std::istringstream status(read_file("/proc/" + std::to_string(pid) + "/status"));
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name + ":"))
            return line.substr(name.size() + 2);
    return {};
}

// What a script wrote as "name=value" into its log.
std::string logged(const Log& log, const std::string& name) {
    for (const std::string& line : log.lines(0))
        if (line.starts_with(name + "="))
            return line.substr(name.size() + 1);
    return {};
}

TEST(Supervision, a_broker_becomes_ready_and_stops) {
    NEEDS_OPENSSL();
    const OwnTemporaryFolder temporary;
    Supervisor supervisor;
    const FakeBroker fake(serving_script());
    StartResult started = start(supervisor, fake);
    ASSERT_TRUE(started.ready()) << started.observation.text;
    EXPECT_EQ(started.observation.layer, core::Layer::process);
    EXPECT_EQ(started.observation.kind, core::Kind::accepted);
    EXPECT_TRUE(started.seen.complete());
    ASSERT_EQ(started.seen.handshakes.size(), 1U);
    EXPECT_EQ(started.seen.handshakes[0].kind, core::Kind::accepted);
    Instance& instance = *started.instance;
    EXPECT_TRUE(instance.alive());
    EXPECT_EQ(temporary.instances(), 1);
    ASSERT_EQ(instance.ports().size(), 1U);
    const std::uint16_t port = instance.ports()[0].tls;
    EXPECT_FALSE(port_is_free(port));

    const std::optional<Resources> resources = instance.resources();
    ASSERT_TRUE(resources);
    EXPECT_GT(resources->rss_bytes, 100U * 1024);
    EXPECT_GE(resources->threads, 1);
    EXPECT_GE(resources->descriptors, 3);

    const pid_t pid = instance.pid();
    const Stopped stopped = run(instance.stop());
    EXPECT_EQ(stopped.observation.kind, core::Kind::signal);
    EXPECT_EQ(stopped.observation.code, SIGTERM);
    EXPECT_EQ(stopped.observation.text, "ended by signal 15 (Terminated)");
    EXPECT_FALSE(stopped.killed);
    EXPECT_FALSE(instance.alive());
    EXPECT_FALSE(instance.resources());
    EXPECT_EQ(::kill(pid, 0), -1) << "it is reaped";
    EXPECT_TRUE(port_is_free(port));
    EXPECT_EQ(temporary.instances(), 0);
}

// Says what its CRL file holds whenever it is told to, in one line with the words of [reload].
std::string rereading_script(const std::string& on_signal) {
    return "trap '" + on_signal +
           "' HUP\n"
           "{{#listeners}}\n"
           "echo fake is ready\n"
           "openssl s_server -accept {{host}}:{{tls_port}} -cert {{folder}}/{{name}}-chain.pem "
           "-key {{folder}}/keys/{{name}}-key.pem -www &\n"
           "{{/listeners}}\n"
           "while true; do wait; done\n";
}

std::string adapter_with_crl() {
    std::string text = shell_adapter_text();
    const std::string rule =
        "[[file]]\neach = \"listener\"\nwhen = \"crl\"\npath = \"lists/crl\"\ncontent = \"{{crl_pem}}\"\n";
    return text.insert(text.find("[start]"), rule);
}

StartResult start_with_crl(Supervisor& supervisor, const FakeBroker& fake) {
    std::vector<ListenerRequest> listeners;
    listeners.push_back(one_way());
    listeners[0].profile.crls = {&recipe::crl::clients_root};
    listeners[0].crl_pem = "first";
    return run(supervisor.start(fake.adapter(), fake.installation(), std::move(listeners)));
}

TEST(Supervision, a_reload_writes_the_crls_and_waits_for_the_line) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    const FakeBroker fake(rereading_script("sleep 0.2; echo fake reads again $(cat lists/crl)"), adapter_with_crl());
    StartResult started = start_with_crl(supervisor, fake);
    ASSERT_TRUE(started.ready()) << started.observation.text;
    for (const char* text : {"second", "third"}) {
        const core::Observation seen = run(started.instance->reload(0, text, std::chrono::steady_clock::now() + 10s));
        EXPECT_EQ(seen.layer, core::Layer::process);
        EXPECT_EQ(seen.kind, core::Kind::accepted) << seen.text;
        EXPECT_EQ(started.instance->log().tail(1), std::vector<std::string>{std::string("fake reads again ") + text});
    }
}

TEST(Supervision, a_reload_that_is_not_told_of_times_out) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    const FakeBroker fake(rereading_script("echo fake heard it"), adapter_with_crl());
    StartResult started = start_with_crl(supervisor, fake);
    ASSERT_TRUE(started.ready()) << started.observation.text;
    const core::Observation seen = run(started.instance->reload(0, "second", std::chrono::steady_clock::now() + 300ms));
    EXPECT_EQ(seen.kind, core::Kind::timeout);
    EXPECT_EQ(seen.text, "its log does not say /^fake reads again/");
    EXPECT_TRUE(started.instance->alive());
}

TEST(Supervision, a_broker_that_dies_of_a_reload_is_told) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    const FakeBroker fake(rereading_script("exit 7"), adapter_with_crl());
    StartResult started = start_with_crl(supervisor, fake);
    ASSERT_TRUE(started.ready()) << started.observation.text;
    const core::Observation seen = run(started.instance->reload(0, "second", std::chrono::steady_clock::now() + 10s));
    EXPECT_EQ(seen.kind, core::Kind::exit) << seen.text;
    EXPECT_EQ(seen.code, 7);
}

TEST(Supervision, without_a_reload_rule_there_is_no_reload) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    std::string toml = shell_adapter_text();
    toml.resize(toml.find("[reload]"));
    toml.replace(toml.find("\nreload = true"), 14, "\nreload = \"it cannot\"");
    const FakeBroker fake(serving_script(), toml);
    StartResult started = start(supervisor, fake);
    ASSERT_TRUE(started.ready()) << started.observation.text;
    EXPECT_THROW(run(started.instance->reload(0, "second", std::chrono::steady_clock::now() + 1s)), std::logic_error);
}

TEST(Supervision, a_broker_that_ignores_its_signal_is_killed) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    const FakeBroker fake("trap '' TERM\n" + serving_script());
    StartResult started = start(supervisor, fake);
    ASSERT_TRUE(started.ready()) << started.observation.text;
    const Stopped stopped = run(started.instance->stop());
    EXPECT_TRUE(stopped.killed);
    EXPECT_EQ(stopped.observation.code, SIGKILL);
    EXPECT_GE(stopped.stop_ms, 400ms) << "the grace of the adapter";
}

TEST(Supervision, kill_does_not_ask) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    const FakeBroker fake(serving_script());
    StartResult started = start(supervisor, fake);
    ASSERT_TRUE(started.ready()) << started.observation.text;
    const Stopped stopped = run(started.instance->stop(StopHow::kill));
    EXPECT_TRUE(stopped.killed);
    EXPECT_EQ(stopped.observation.code, SIGKILL);
}

TEST(Supervision, a_broker_that_exits_is_observed_with_its_code_and_last_words) {
    Supervisor supervisor;
    const FakeBroker fake("echo one; echo cannot read the key >&2; exit 7\n");
    const StartResult started = start(supervisor, fake);
    EXPECT_FALSE(started.ready());
    EXPECT_EQ(started.observation.layer, core::Layer::process);
    EXPECT_EQ(started.observation.kind, core::Kind::exit);
    EXPECT_EQ(started.observation.code, 7);
    EXPECT_EQ(started.observation.text, "exit code 7; log: one | cannot read the key");
    EXPECT_EQ(started.log_tail, (std::vector<std::string>{"one", "cannot read the key"}));
    EXPECT_FALSE(started.seen.log_line);
    EXPECT_FALSE(started.seen.alive);
}

TEST(Supervision, a_broker_that_dies_of_a_signal_at_the_start_is_observed) {
    Supervisor supervisor;
    const FakeBroker fake("kill -SEGV $$\n");
    const StartResult started = start(supervisor, fake);
    EXPECT_EQ(started.observation.kind, core::Kind::signal);
    EXPECT_EQ(started.observation.code, SIGSEGV);
}

TEST(Supervision, a_claim_before_the_end_is_seen) {
    Supervisor supervisor;
    const FakeBroker fake("echo fake is ready; exit 0\n");
    const StartResult started = start(supervisor, fake);
    EXPECT_EQ(started.observation.kind, core::Kind::exit);
    EXPECT_EQ(started.observation.code, 0);
    EXPECT_TRUE(started.seen.log_line);
    EXPECT_FALSE(started.seen.ports);
}

TEST(Supervision, a_log_line_without_a_port_is_not_ready) {
    Supervisor supervisor;
    const FakeBroker fake("echo fake is ready; exec sleep 1000\n");
    const StartResult started = start(supervisor, fake, Launch(1500ms));
    EXPECT_FALSE(started.ready());
    EXPECT_EQ(started.observation.kind, core::Kind::timeout);
    EXPECT_TRUE(started.seen.log_line);
    EXPECT_FALSE(started.seen.ports);
    EXPECT_EQ(started.observation.text,
              "not ready before the deadline: it says that it is ready, but a port is not open");
}

TEST(Supervision, a_port_without_a_log_line_is_not_ready) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    std::string script = serving_script();
    script.replace(script.find("fake is ready"), 13, "fake is almost ready");
    const FakeBroker fake(script);
    const StartResult started = start(supervisor, fake, Launch(2500ms));
    EXPECT_FALSE(started.ready());
    EXPECT_EQ(started.observation.kind, core::Kind::timeout);
    EXPECT_FALSE(started.seen.log_line);
    EXPECT_TRUE(started.seen.ports);
    EXPECT_EQ(started.observation.text,
              "not ready before the deadline: its log does not say /fake is ready$/, though its ports are open");
}

TEST(Supervision, an_open_port_without_an_answer_is_not_ready) {
    if (!std::filesystem::exists("/usr/bin/perl"))
        GTEST_SKIP() << "perl is not installed: apt-get install perl-base";
    Supervisor supervisor;
    const FakeBroker fake(
        "{{#listeners}}\n"
        "exec perl -MSocket -e "
        "'socket(S,PF_INET,SOCK_STREAM,0);bind(S,sockaddr_in({{tls_port}},inet_aton(\"{{host}}\")));"
        "listen(S,9);$|=1;print \"fake is ready\\n\";sleep 1000'\n"
        "{{/listeners}}\n");
    const StartResult started = start(supervisor, fake, Launch(2000ms));
    EXPECT_FALSE(started.ready());
    EXPECT_EQ(started.observation.kind, core::Kind::timeout);
    EXPECT_TRUE(started.seen.log_line);
    EXPECT_TRUE(started.seen.ports);
    EXPECT_TRUE(started.observation.text.starts_with(
        "not ready before the deadline: it says that it is ready, but a ClientHello got no answer"))
        << started.observation.text;
}

TEST(Supervision, a_death_in_mid_run_is_noticed_with_its_signal) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    const FakeBroker fake(serving_script());
    StartResult started = start(supervisor, fake);
    ASSERT_TRUE(started.ready()) << started.observation.text;
    Instance& instance = *started.instance;
    ::kill(instance.pid(), SIGABRT);
    const core::Observation end = run(instance.ended());
    EXPECT_EQ(end.layer, core::Layer::process);
    EXPECT_EQ(end.kind, core::Kind::signal);
    EXPECT_EQ(end.code, SIGABRT);
    EXPECT_FALSE(instance.alive());
    EXPECT_EQ(run(instance.ended()).code, SIGABRT) << "again, at once";
    const Stopped stopped = run(instance.stop());
    EXPECT_EQ(stopped.observation.code, SIGABRT);
    EXPECT_FALSE(stopped.killed);
    EXPECT_EQ(run(instance.ended()).code, SIGABRT) << "after it was reaped";
}

TEST(Supervision, several_wait_for_the_end) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    const FakeBroker fake(serving_script());
    StartResult started = start(supervisor, fake);
    ASSERT_TRUE(started.ready()) << started.observation.text;
    boost::asio::io_context loop;
    int seen = 0;
    const auto watch = [&]() -> boost::asio::awaitable<void> {
        const core::Observation end = co_await started.instance->ended();
        seen += end.code == SIGKILL ? 1 : 0;
    };
    for (int i = 0; i < 3; ++i)
        boost::asio::co_spawn(loop, watch, [](std::exception_ptr error) { EXPECT_FALSE(error); });
    boost::asio::co_spawn(
        loop, [&]() -> boost::asio::awaitable<void> { co_await started.instance->stop(StopHow::kill); },
        [](std::exception_ptr error) { EXPECT_FALSE(error); });
    loop.run();
    EXPECT_EQ(seen, 3);
}

TEST(Supervision, grandchildren_die_with_the_group) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    const FakeBroker fake("sleep 1000 &\necho grandchild=$!\n" + serving_script());
    for (const bool orderly : {true, false}) {
        StartResult started = start(supervisor, fake);
        ASSERT_TRUE(started.ready()) << started.observation.text;
        const pid_t grandchild = std::stoi(logged(started.instance->log(), "grandchild"));
        EXPECT_TRUE(runs(grandchild));
        if (orderly)
            run(started.instance->stop());
        else
            started.instance.reset();
        EXPECT_TRUE(ends(grandchild));
    }
}

TEST(Supervision, a_broker_is_alone_with_what_it_needs) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    const int inherited = ::fcntl(0, F_DUPFD, 100);  // not close-on-exec
    ::setenv("GAUNTLET_TEST_SECRET", "1", 1);
    const FakeBroker fake(
        "echo uid=$(id -u)\necho groups=$(id -G)\necho secret=$GAUNTLET_TEST_SECRET\necho fake_host=$FAKE_HOST\n"
        "echo descriptors=$(ls /proc/$$/fd | tr '\\n' ' ')\necho stdin=$(readlink /proc/$$/fd/0)\n"
        "echo core=$(ulimit -c)\necho pwd=$(pwd)\necho home=$HOME\necho umask=$(umask)\n"
        "echo mode=$(stat -c '%a %u' .)\necho key=$(stat -c '%a %u' keys/listener-1-key.pem)\necho keys=$(stat -c '%a "
        "%u' keys)\n" +
        serving_script());
    StartResult started = start(supervisor, fake);
    ::unsetenv("GAUNTLET_TEST_SECRET");
    ::close(inherited);
    ASSERT_TRUE(started.ready()) << started.observation.text;
    const Instance& instance = *started.instance;
    const Log& log = instance.log();
    const std::string uid = logged(log, "uid");
    if (::geteuid() == 0) {
        EXPECT_EQ(uid, "65534");
        EXPECT_EQ(logged(log, "groups"), "65534");
    } else {
        EXPECT_EQ(uid, std::to_string(::geteuid()));
    }
    EXPECT_EQ(logged(log, "secret"), "");
    EXPECT_EQ(logged(log, "fake_host"), "127.0.0.1");
    EXPECT_EQ(logged(log, "stdin"), "/dev/null");
    EXPECT_EQ(logged(log, "core"), "0");
    EXPECT_EQ(logged(log, "umask"), "0077");
    EXPECT_EQ(logged(log, "mode"), "700 " + uid);
    EXPECT_EQ(logged(log, "keys"), "700 " + uid);
    EXPECT_EQ(logged(log, "key"), "600 " + uid);
    EXPECT_EQ(logged(log, "home"), logged(log, "pwd"));
    // 10 or so is the shell's own, for its script.
    std::istringstream descriptors(logged(log, "descriptors"));
    for (int descriptor = 0; descriptors >> descriptor;)
        EXPECT_LT(descriptor, 100);
    EXPECT_EQ(::getpgid(instance.pid()), instance.pid());
    EXPECT_EQ(::getsid(instance.pid()), instance.pid());
    EXPECT_EQ(status_field(instance.pid(), "PPid"), std::to_string(::getpid()));
}

TEST(Supervision, the_log_stays_where_it_was_asked_for) {
    NEEDS_OPENSSL();
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.path() / "fake-1.log";
    Supervisor supervisor;
    const FakeBroker fake("echo Assertion x failed\n" + serving_script());
    StartResult started = start(supervisor, fake, Launch(path));
    ASSERT_TRUE(started.ready()) << started.observation.text;
    EXPECT_EQ(started.instance->log().path(), path);
    EXPECT_EQ(started.instance->crash_lines(), std::vector<std::string>{"Assertion x failed"});
    EXPECT_EQ(started.instance->crash_lines(started.instance->log().size()), std::vector<std::string>());
    run(started.instance->stop());
    EXPECT_TRUE(read_file(path).starts_with("Assertion x failed\nfake is ready\n"));
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(Supervision, a_taken_port_is_tried_again_once) {
    NEEDS_OPENSSL();
    const TemporaryFolder folder;
    const std::string once = (folder.path() / "once").string();
    write_file(folder.path() / "twice", "");
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    Supervisor supervisor;
    const FakeBroker fake("if ! test -e " + once + "; then touch " + once +
                          "; echo bind: Address already in use; exit 1; fi\n" + serving_script());
    StartResult started = start(supervisor, fake);
    EXPECT_TRUE(started.ready()) << started.observation.text;

    const FakeBroker never("echo bind: Address already in use; exit 1\n");
    EXPECT_THROW(start(supervisor, never), StartFault);
}

TEST(Supervision, a_command_that_prepares_must_succeed) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    std::string text = shell_adapter_text();
    text.insert(text.find("[start]"),
                "[[prepare]]\neach = \"listener\"\ncommand = [\"/bin/sh\", \"-c\", \"echo x >> "
                "{{folder}}/{{name}}-made\"]\n");
    const FakeBroker good("test -s {{folder}}/listener-1-made || exit 9\n" + serving_script(), text);
    EXPECT_TRUE(start(supervisor, good).ready());

    text.replace(text.find("echo x"), 6, "echo no room; exit 3; echo");
    try {
        start(supervisor, FakeBroker(serving_script(), text));
        FAIL() << "no error";
    } catch (const StartFault& fault) {
        EXPECT_STREQ(fault.what(), "preparing fake: /bin/sh: exit code 3; log: no room");
    }
}

TEST(Supervision, a_start_can_be_cancelled_and_leaves_nothing) {
    const OwnTemporaryFolder temporary;
    Supervisor supervisor;
    const FakeBroker fake("exec sleep 1000\n");
    boost::asio::io_context loop;
    boost::asio::cancellation_signal cancel;
    bool cancelled = false;
    std::vector<ListenerRequest> listeners{one_way()};
    boost::asio::co_spawn(
        loop, supervisor.start(fake.adapter(), fake.installation(), std::move(listeners)),
        boost::asio::bind_cancellation_slot(
            cancel.slot(), [&](std::exception_ptr error, const StartResult&) { cancelled = error != nullptr; }));
    boost::asio::steady_timer timer(loop, 100ms);
    timer.async_wait([&](boost::system::error_code) { cancel.emit(boost::asio::cancellation_type::terminal); });
    loop.run();
    EXPECT_TRUE(cancelled);
    EXPECT_EQ(temporary.instances(), 0);
}

TEST(Supervision, a_program_that_cannot_run_is_the_machines_fault) {
    Supervisor supervisor;
    const FakeBroker fake("echo\n");
    Installation broken = fake.installation();
    broken.binary = "/nowhere/broker";
    std::vector<ListenerRequest> listeners{one_way()};
    try {
        run(supervisor.start(fake.adapter(), broken, std::move(listeners)));
        FAIL() << "no error";
    } catch (const StartFault& fault) {
        EXPECT_NE(std::string(fault.what()).find("cannot run /nowhere/broker"), std::string::npos) << fault.what();
    }
}

TEST(Supervision, what_does_not_fit_in_one_instance_is_a_mistake_of_the_caller) {
    Supervisor supervisor;
    std::string text = shell_adapter_text();
    text.replace(text.find("\"many\""), 6, "\"one\"");
    const FakeBroker fake("exit 1\n", text);
    const auto start_with = [&](std::vector<ListenerRequest> listeners) {
        run(supervisor.start(fake.adapter(), fake.installation(), std::move(listeners)));
    };
    EXPECT_THROW(start_with({}), std::logic_error);
    EXPECT_THROW(start_with({one_way(), one_way()}), std::logic_error);
    EXPECT_NO_THROW(start_with({one_way()}));
}

TEST(Supervision, a_wrapper_comes_before_the_command) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    const FakeBroker fake("echo wrapped=$WRAPPED\n" + serving_script());
    const Installation wrapped = locate(fake.adapter(), {{"wrapper", "env WRAPPED=yes"}});
    std::vector<ListenerRequest> listeners{one_way()};
    StartResult started = run(supervisor.start(fake.adapter(), wrapped, std::move(listeners)));
    ASSERT_TRUE(started.ready()) << started.observation.text;
    EXPECT_EQ(logged(started.instance->log(), "wrapped"), "yes");
}

// `docker run` ends its container when it is asked to, and leaves it behind where it is killed.
TEST(Supervision, under_a_wrapper_a_kill_asks_first) {
    NEEDS_OPENSSL();
    Supervisor supervisor;
    const FakeBroker fake(serving_script());
    const Installation wrapped = locate(fake.adapter(), {{"wrapper", "env WRAPPED=yes"}});
    std::vector<ListenerRequest> listeners{one_way()};
    StartResult started = run(supervisor.start(fake.adapter(), wrapped, std::move(listeners)));
    ASSERT_TRUE(started.ready()) << started.observation.text;
    const Stopped stopped = run(started.instance->stop(StopHow::kill));
    EXPECT_FALSE(stopped.killed);
    EXPECT_EQ(stopped.observation.code, SIGTERM);
}

}  // namespace
}  // namespace gauntlet::broker::test
