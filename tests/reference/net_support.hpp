// A whole broker in a thread, and a client of it on blocking sockets and OpenSSL's own functions, so that nothing is
// proven by the code under test.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "gauntlet/reference/broker.hpp"
#include "tls_support.hpp"

namespace gauntlet::reference::test {

/// On free ports of the loopback; ends with its scope.
class RunningBroker {
  public:
    explicit RunningBroker(std::vector<ListenerSettings> listeners, const Flaws& flaws = {});
    ~RunningBroker();
    RunningBroker(const RunningBroker&) = delete;
    RunningBroker& operator=(const RunningBroker&) = delete;

    std::uint16_t port(std::size_t listener = 0) const { return broker_.ports().at(listener); }
    void stop();

  private:
    Broker broker_;
    std::thread thread_;
};

/// Settings of one listener.
ListenerSettings plain(core::Transport transport = core::Transport::mqtt);

/// One connection. No read waits longer than five seconds.
class Caller {
  public:
    explicit Caller(std::uint16_t port);
    ~Caller();
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;

    /// A TLS handshake; under TLS 1.3 it is done before the broker has judged the certificate.
    Caller& secure(const recipe::Credentials* credentials = nullptr,
                   core::TlsVersion version = core::TlsVersion::tls_1_3);
    /// Bytes in notation.
    void says(std::string_view notation);
    void says_text(std::string_view text);
    /// Whether exactly these bytes come next.
    testing::AssertionResult hears(std::string_view notation);
    /// The status line of an HTTP response, whose head is read.
    std::string status();
    /// What comes until the connection ends is read: "close_notify, fin", "fin", "rst", "alert 45", or "open" where
    /// nothing came for `patience`. The bytes are in rest().
    std::string end(std::chrono::milliseconds patience = std::chrono::seconds(5));
    const std::string& rest() const { return rest_; }
    /// close_notify; the TCP connection stays.
    void notify_close();
    /// FIN; reading goes on.
    void finish();

  private:
    long read(char* target, std::size_t length);
    std::string how_it_ended(long result);

    int socket_ = -1;
    SSL* tls_ = nullptr;
    std::string rest_;
};

/// "10 r{ … }" of MQTT 3.1.1, clean session, and its answer.
inline constexpr std::string_view connect = "10 r{ s'MQTT' 04 02 k60 s'a' }";
inline constexpr std::string_view connack = "20 02 00 00";

/// An upgrade request; the fields replace those of a good one where they have the same name, and leave it out where
/// they are empty ("Sec-WebSocket-Protocol: ").
std::string upgrade(std::string_view path = "/mqtt", std::vector<std::string> fields = {});

}  // namespace gauntlet::reference::test
