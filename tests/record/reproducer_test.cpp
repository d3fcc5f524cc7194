#include "gauntlet/record/reproducer.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "gauntlet/core/bad_input.hpp"
#include "gauntlet/core/step_text.hpp"

namespace gauntlet::record {
namespace {

Reproducer rich() {
    Reproducer r;
    r.finding = "mosquitto-core-0123456789abcdef";
    r.plane = "packets";
    r.broker = "mosquitto";
    r.version = "2.0.11";
    r.set = {"mosquitto.wrapper=valgrind -q"};
    r.transport = core::Transport::wss;
    r.profile = "mutual";
    r.seed = (1ULL << 53U) - 1;
    r.now = std::chrono::sys_days(std::chrono::January / 31 / 2026);
    r.configuration = "listener 8883 127.0.0.1\nlog_dest stderr\n";
    r.oracle = "core";
    r.signature = "heap-use-after-free in f < g";
    r.text = "ended by signal 11; the log says: \"quoted\" \\ and\ttabs";
    r.statements = {"3.1.1/3.8.1-1"};
    r.sessions = {*core::parse_steps("a: open the listener  -> h\na: send 10 r{ s'MQTT' 04 02 k60 s'{id}\\x00' }\n"),
                  *core::parse_steps("b: send ''\npause 3 ms\n")};
    return r;
}

class ReproducerFile : public testing::Test {
  protected:
    ReproducerFile() {
        std::string name = testing::TempDir() + "gauntlet-reproducer-XXXXXX";
        const int file = ::mkstemp(name.data());
        ::close(file);
        path_ = name;
    }
    ~ReproducerFile() override { std::filesystem::remove(path_); }

    Reproducer read(const std::string& text) const {
        std::ofstream(path_) << text;
        return read_reproducer(path_);
    }
    std::string error(const std::string& text) const {
        try {
            read(text);
        } catch (const core::BadInput& bad) {
            return bad.what();
        }
        return "no error";
    }

    std::filesystem::path path_;
};

TEST_F(ReproducerFile, EverythingComesBack) {
    EXPECT_EQ(read(to_text(rich())), rich());
    Reproducer plain = rich();
    plain.configuration.clear();
    plain.statements.clear();
    plain.set.clear();
    plain.plane = "x";
    EXPECT_EQ(read(to_text(plain)), plain);
}

TEST_F(ReproducerFile, HostileTextsComeBack) {
    Reproducer hostile = rich();
    hostile.configuration = "it's '''quoted'''\r\n\x01";
    hostile.signature = "a\nb";
    EXPECT_EQ(read(to_text(hostile)), hostile);
}

TEST_F(ReproducerFile, ErrorsHaveAPlace) {
    const std::string text = to_text(rich());
    const auto replaced = [&text](const std::string& from, const std::string& to) {
        std::string other = text;
        return other.replace(other.find(from), from.size(), to);
    };
    EXPECT_NE(error(replaced("reproducer/1", "reproducer/2")).find(":2: schema is"), std::string::npos);
    EXPECT_NE(error(replaced("pause 3 ms", "pause for ms")).find("a number from 0 to"), std::string::npos);
    EXPECT_NE(error(replaced("\"wss\"", "\"tcp\"")).find("transport = \"tcp\" is none of"), std::string::npos);
    EXPECT_NE(error(replaced("[alarm]", "[alarms]")).find("unknown key \"alarms\""), std::string::npos);
    EXPECT_NE(error(replaced("2026-01-31T", "2026-01-99T")).find("is no time of RFC 3339"), std::string::npos);
    EXPECT_NE(error(text.substr(0, text.find("[[session]]"))).find("there is no session"), std::string::npos);
    EXPECT_NE(error("").find("schema"), std::string::npos);
    std::filesystem::remove(path_);
    EXPECT_THROW(read_reproducer(path_), core::BadInput);
}

}  // namespace
}  // namespace gauntlet::record
