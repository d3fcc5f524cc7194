#include "gauntlet/fuzz/oracles/crash_text.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace gauntlet::fuzz::oracles {
namespace {

using Lines = std::vector<std::string>;

struct Crash {
    Lines lines;
    const char* signature;
};

const Crash crashes[] = {
    {{"1700000000: New client connected", "=================================================================",
      "==4711==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 at pc 0x55 bp 0x7f sp 0x7f",
      "READ of size 1 at 0x602000000010 thread T0", "    #0 0x55d0c0de in __interceptor_memcpy (/bin/b+0x1)",
      "    #1 0x55d0c0de in handle__publish /src/handle_publish.c:84:9",
      "    #2 0x55d0c0df in packet__read /src/packet.c:5", "    #3 0x55d0c0ff in main /src/main.c:1",
      "    #4 0x7f in _start ??"},
     "heap-use-after-free in handle__publish < packet__read < main"},
    {{"src/a.c:12:5: runtime error: signed integer overflow: 2147483647 + 1 cannot be represented in type 'int'"},
     "runtime error: signed integer overflow: N + N cannot be represented in type 'int'"},
    {{"panic: runtime error: index out of range [5] with length 4", "",
      "goroutine 34 [running]:", "runtime.goPanicIndex(0x5, 0x4)", "\t/usr/local/go/src/runtime/panic.go:89",
      "github.com/x/server/packets.(*Packet).Decode(0xc000, {0x1, 0x2})", "\t/root/x/packets.go:1 +0x1",
      "main.serve(0xc000)"},
     "runtime error: index out of range [N] with length N in github.com/x/server/packets.(*Packet).Decode < "
     "main.serve"},
    {{"thread 'tokio-runtime-worker' panicked at src/router/shared_subs.rs:48:13:", "index out of bounds"},
     "panicked at src/router/shared_subs.rs:48"},
    {{"thread 'x' panicked at 'oh', src/a.rs:1:1", "stack backtrace:", "   0: rust_begin_unwind",
      "             at /rustc/1/std/src/panicking.rs:1:5", "   1: core::panicking::panic_fmt",
      "   2: rumqttd::link::remote::start", "   3: rumqttd::server::run"},
     "thread 'x' panicked at 'oh', src/a.rs:N:N in rumqttd::link::remote::start < rumqttd::server::run"},
    {{"2026 ERROR java.lang.NullPointerException: null", "\tat java.util.Objects.requireNonNull(Objects.java:1)",
      "\tat io.moquette.broker.MQTTConnection.handle(MQTTConnection.java:77)",
      "\tat io.netty.channel.Foo.read(Foo.java:2)"},
     "java.lang.NullPointerException in io.moquette.broker.MQTTConnection.handle < io.netty.channel.Foo.read"},
    {{"Traceback (most recent call last):", "  File \"/x/amqtt/broker.py\", line 10, in client_connected",
      "    await x()", "  File \"/x/amqtt/mqtt/packet.py\", line 3, in decode", "ValueError: 5 is not a valid QOS"},
     "Traceback (most recent call last): in decode < client_connected"},
    {{"TypeError: Cannot read properties of undefined (reading 'x')",
      "    at Client.handle (/x/aedes/lib/client.js:1:2)", "    at process.processTicksAndRejections (node:1:1)"},
     "TypeError in Client.handle"},
    {{"=CRASH REPORT==== 1-Jan-2026::00:00:00 ===", "  crasher:"}, "=CRASH REPORT==== N-Jan-N::N:N:N ==="},
    {{"mosquitto: packet.c:12: packet__read: Assertion `x' failed."},
     "mosquitto: packet.c:N: packet__read: Assertion `x' failed."},
    {{"free(): invalid pointer"}, "free(): invalid pointer"},
    {{"==17== Invalid read of size 4", "==17==    at 0x10F9F2: handle (h.c:4)", "==17==    by 0x10F9F3: main (m.c:5)"},
     "==N== Invalid read of size N in handle < main"},
};

TEST(CrashText, EveryKindIsFoundAndNamed) {
    for (const Crash& crash : crashes) {
        const auto alarm = crash_text(crash.lines);
        ASSERT_TRUE(alarm) << crash.lines[0];
        EXPECT_EQ(alarm->oracle, "log");
        EXPECT_EQ(alarm->signature, crash.signature);
    }
}

TEST(CrashText, OrdinaryLogsAreQuiet) {
    EXPECT_FALSE(crash_text({}));
    EXPECT_FALSE(
        crash_text({"1700000000: mosquitto version 2.0.11 running", "New connection from 127.0.0.1:1 on port 2",
                    "Client x closed its connection.", "Socket error on client x, disconnecting.",
                    "OpenSSL Error[0]: error:0A000126:SSL routines::unexpected eof while reading",
                    "protocol error from client <unknown>: malformed packet, disconnecting",
                    "java.io.IOException: Connection reset by peer", "ERROR  rumqttd: connection closed"}));
}

TEST(CrashText, PatternsOfAnAdapterCount) {
    const std::vector<broker::TextPattern> more{broker::TextPattern("state is broken")};
    EXPECT_FALSE(crash_text({"the state is broken at 0x12"}));
    EXPECT_EQ(crash_text({"the state is broken at 0x12"}, more)->signature, "the state is broken at N");
}

TEST(CrashText, ALogIsWatchedFromWhereItEnded) {
    std::string name = testing::TempDir() + "gauntlet-log-XXXXXX";
    const int file = ::mkstemp(name.data());
    ASSERT_GE(file, 0);
    std::ofstream log(name, std::ios::app);
    log << "panic: old" << std::endl;
    LogWatch watch(name, {});
    EXPECT_FALSE(watch.look());
    log << "all is well" << std::endl;
    EXPECT_FALSE(watch.look());
    log << "panic: new 12" << std::endl;
    EXPECT_EQ(watch.look()->signature, "panic: new N");
    EXPECT_FALSE(watch.look());
    ::close(file);
    ::unlink(name.c_str());
}

TEST(CrashText, IsSeenBesideLinesThatOnlyNamesMakeNew) {
    std::string name = testing::TempDir() + "gauntlet-log-XXXXXX";
    const int file = ::mkstemp(name.data());
    ASSERT_GE(file, 0);
    std::ofstream log(name, std::ios::app);
    LogWatch watch(name, {});
    for (const std::string_view client : {"alice", "bob"}) {
        log << "client " << client << " connected" << std::endl;
        const wire::View sent = wire::view(client);
        EXPECT_FALSE(watch.look(std::span(&sent, 1))) << client;
    }
    const wire::View sent = wire::view(std::string_view("carol"));
    log << "client carol connected\npanic: carol" << std::endl;
    const auto alarm = watch.look(std::span(&sent, 1));
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->signature, "panic: carol");
    ::close(file);
    ::unlink(name.c_str());
}

TEST(CrashText, ShapesOfLinesAreToldWithoutTimesAndNames) {
    std::string name = testing::TempDir() + "gauntlet-log-XXXXXX";
    const int file = ::mkstemp(name.data());
    ASSERT_GE(file, 0);
    std::ofstream log(name, std::ios::app);
    LogWatch watch(name, {});
    const auto shapes = [&](const std::string& lines, std::string_view sent) {
        log << lines << std::flush;
        const wire::View bytes = wire::view(sent);
        EXPECT_FALSE(watch.look(std::span(&bytes, 1)));
        return watch.shapes();
    };
    const auto first = shapes("17: client alice connected\n17: client alice connected\n", "--alice--");
    EXPECT_EQ(first.size(), 1);
    EXPECT_EQ(shapes("18: client bob connected\n", "--bob--"), first);
    EXPECT_NE(shapes("19: client bob gone\n", "--bob--"), first);
    EXPECT_TRUE(shapes("", "").empty());
    ::close(file);
    ::unlink(name.c_str());
}

}  // namespace
}  // namespace gauntlet::fuzz::oracles
