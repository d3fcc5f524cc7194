// The real mosquitto on ephemeral ports of the loopback, for as long as the object lives.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "gauntlet/drive/target.hpp"
#include "gauntlet/recipe/credentials.hpp"

namespace gauntlet::drive::test {

class Mosquitto {
  public:
    // One TLS listener, of mqtts or wss, with client certificates where `mutual`, and a plain one.
    explicit Mosquitto(bool mutual = false, core::Transport transport = core::Transport::mqtts);
    ~Mosquitto();
    Mosquitto(const Mosquitto&) = delete;
    Mosquitto& operator=(const Mosquitto&) = delete;

    // Where the program is; empty: it is not installed.
    static std::string program();

    Target target();

  private:
    void write(const std::string& name, const std::string& text) const;
    void start(const std::string& configuration);

    std::filesystem::path folder_;
    std::uint16_t tls_port_ = 0;
    std::uint16_t plain_port_ = 0;
    pid_t pid_ = -1;
    bool mutual_;
    core::Transport transport_;
    net::TlsContexts contexts_;
    recipe::Material client_;
};

}  // namespace gauntlet::drive::test

#define SKIP_WITHOUT_MOSQUITTO()                             \
    if (gauntlet::drive::test::Mosquitto::program().empty()) \
    GTEST_SKIP() << "mosquitto is not installed: apt-get install mosquitto"
