// One MQTT conversation over a Link: reads what comes, writes what the server has to say, keeps the time.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string_view>

#include "broker_state.hpp"
#include "gauntlet/reference/mqtt/connection.hpp"
#include "gauntlet/reference/mqtt/output.hpp"
#include "gauntlet/wire/mqtt/framer.hpp"
#include "link.hpp"
#include "tls.hpp"

namespace gauntlet::reference {

class Session final : public mqtt::Output {
  public:
    /// What the session stands on; all of it outlives the session.
    struct Ground {
        Stream& stream;
        Link& link;
        const TlsServer* tls;  // nullptr: no TLS
        const mqtt::Access& access;
        const mqtt::Peer& peer;
        std::string_view who;             // for the log
        std::weak_ptr<const void> owner;  // of all of them and of the session: handlers that are under way hold it
    };

    Session(BrokerState& state, const Ground& ground);

    /// Until both directions have ended. Once.
    boost::asio::awaitable<void> run();
    /// The broker ends.
    void shut_down();

    void send(wire::View bytes) override;
    void close() override;
    std::size_t backlog() const override { return queue_.size() + writing_.size(); }
    void log(std::string_view line) override;

  private:
    boost::asio::awaitable<void> read_all();
    boost::asio::awaitable<void> write_all();
    boost::asio::awaitable<void> wait_for_room();
    boost::asio::awaitable<void> spin();
    boost::asio::awaitable<void> end();
    void receive(wire::View bytes);
    void judge_late();
    bool waits_for_a_second_byte(wire::View bytes);
    void read_on_blocking();
    void start_writer();
    void arm_clocks();
    void arm_own_clock();
    void begin_to_close();

    BrokerState& state_;
    Ground ground_;
    mqtt::Connection connection_;
    boost::asio::steady_timer clock_;
    boost::asio::steady_timer wake_writer_;
    boost::asio::steady_timer wake_reader_;
    boost::asio::steady_timer writer_end_;
    boost::asio::steady_timer linger_;
    wire::Bytes buffer_;
    wire::Bytes queue_;
    wire::Bytes writing_;
    wire::mqtt::Framer packets_;  // flaw hangs_on_one_byte
    bool closing_ = false;
    bool read_ended_ = false;
    bool write_ended_ = false;
};

}  // namespace gauntlet::reference
