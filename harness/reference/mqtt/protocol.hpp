// What a Connection does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authorisation.hpp"
#include "codec.hpp"
#include "exchange.hpp"
#include "gauntlet/reference/mqtt/connection.hpp"
#include "gauntlet/wire/mqtt/framer.hpp"
#include "outlet.hpp"
#include "reason.hpp"
#include "trap.hpp"

namespace gauntlet::reference::mqtt {

class Protocol {
  public:
    Protocol(Exchange& exchange, const Access& access, const Peer& peer, Output& output, Time now);
    ~Protocol() { leave(last_packet_); }
    Protocol(const Protocol&) = delete;
    Protocol& operator=(const Protocol&) = delete;

    void receive(View bytes, Time now);
    void network_ended(Time now);
    void writable(Time now);
    void shut_down(Time now);
    void tick(Time now);
    std::optional<Time> next_deadline() const;

    /// Another connection has come for the session of this one [MQTT-3.1.4-3].
    void taken_over(Time now) { close(reason::session_taken_over, "its session was taken over", now); }

  private:
    // silent: connected for the one side, never answered by the other (flaw accepts_and_never_answers).
    enum class State : std::uint8_t { awaits_connect, connected, silent, closed };

    // --- protocol.cpp: from bytes to packets, and the ends of a connection ---
    bool flawed(core::Flaw flaw) const { return exchange_.flaws().has(flaw); }
    bool v5() const { return version_ == Version::v5_0; }
    bool open() const { return state_ == State::awaits_connect || state_ == State::connected; }
    Context context() const { return {version_, Sender::client}; }
    void take_packets(Time now);
    void wrong_first_packet(Time now);
    std::optional<Violation> wrong_beginning() const;
    void handle(const Packet& packet, Time now);
    void refuse(const Violation& violation, Time now);
    void deliver_unfinished(Time now);
    /// Before 5.0 a server has no words for why it closes.
    void close(std::uint8_t reason, std::string_view why, Time now);
    void close_without_a_word(std::string_view why, Time now);
    void leave(Time now);
    void answer(Message message);
    void log(std::string_view line) const;

    // --- login.cpp: CONNECT ---
    void log_in(const Connect& connect, Time now);
    std::uint8_t authorise(const Connect& connect);
    std::uint8_t take_session(const Connect& connect, Time now);
    void start(const Connect& connect, Time now);
    void refuse_connect(const Violation& violation, Time now);
    void refuse_login(std::uint8_t reason, std::string_view why, Time now);
    Properties connack_properties() const;

    // --- publishing.cpp ---
    void on(Publish& publish, Time now);
    void on(const Puback& puback, Time now);
    void on(const Pubrec& pubrec, Time now);
    void on(const Pubrel& pubrel, Time now);
    void on(const Pubcomp& pubcomp, Time now);
    bool resolve_alias(Publish& publish, Time now);
    void on_qos_2(const Publish& publish, Time now);
    std::uint8_t execute(const Publish& publish, Time now);
    void acknowledged(Outbox::Match match, Time now);

    // --- subscribing.cpp ---
    void on(const Subscribe& subscribe, Time now);
    void on(const Unsubscribe& unsubscribe, Time now);
    struct Grant;
    Grant grant(const wire::mqtt::Subscription& wanted, std::uint32_t identifier);

    // --- the rest, in protocol.cpp ---
    void on(const Pingreq& pingreq, Time now);
    void on(const Disconnect& disconnect, Time now);
    void on(const Auth& auth, Time now);
    /// What only a server sends: the codec has refused it.
    template <class Other>
    void on(const Other&, Time) {}

    Exchange& exchange_;
    const Access& access_;
    const Peer peer_;
    Output& output_;
    State state_ = State::awaits_connect;
    Time last_packet_;  // or the beginning
    Version version_ = Version::v3_1_1;
    wire::mqtt::Framer framer_;
    std::uint16_t keep_alive_ = 0;
    std::string client_identifier_;
    std::optional<std::string> user_;
    Rights rights_ = Rights::nothing();
    std::optional<Outlet> outlet_;
    Session* session_ = nullptr;  // while connected
    bool session_present_ = false;
    bool assigned_ = false;             // the client identifier
    std::optional<Trap> trap_;          // with 5.0
    std::vector<std::string> aliases_;  // of the client, by number; the first is 1
};

}  // namespace gauntlet::reference::mqtt
