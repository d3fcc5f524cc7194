// A channel with MQTT on it, both ways.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "gauntlet/core/client.hpp"
#include "gauntlet/core/step.hpp"
#include "gauntlet/drive/target.hpp"
#include "gauntlet/net/channel.hpp"
#include "gauntlet/net/transcript.hpp"
#include "gauntlet/wire/mqtt/framer.hpp"
#include "gauntlet/wire/mqtt/message.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"
#include "gauntlet/wire/websocket/decoder.hpp"

namespace gauntlet::drive {

// What the stimulus has published, over all channels.
struct Published {
    std::map<std::string, std::string> latest;  // payload by topic
};

class Link {
  public:
    // `channel` is null where the connection is only to come: it is set once, by attach().
    Link(std::string name, net::Transcript& transcript, Published& published, Witness* witness = nullptr)
        : name_(std::move(name)), transcript_(transcript), published_(published), witness_(witness) {}

    void attach(std::unique_ptr<net::Channel> channel) { channel_ = std::move(channel); }
    net::Channel& channel() { return *channel_; }
    const net::Channel& channel() const { return *channel_; }

    // Sends the bytes and notes what packets they are.
    boost::asio::awaitable<bool> send(wire::View bytes, core::Split split, net::Deadline deadline);

    // The same for the bytes of frames.
    boost::asio::awaitable<bool> send_frames(wire::View bytes, core::Split split, net::Deadline deadline);

    // The next packet, or what else came, or how the channel ended, or a time-out; with `until_end` packets, and what
    // else came in whole frames, are passed over.
    boost::asio::awaitable<core::Observation> read(bool until_end, net::Deadline deadline);

    // PINGREQ, and what came until PINGRESP.
    boost::asio::awaitable<core::Observation> barrier(net::Deadline deadline);

    // A read until the end is over with the PINGRESP to the last PINGREQ too.
    void end_with_last_ping(bool over) { over_with_last_ping_ = over; }

    // The CONNECT that was sent, for saying it again; empty where there was none.
    const wire::Bytes& connect() const { return connect_; }
    wire::mqtt::Version version() const { return from_broker_.context().version; }
    // Topics whose retained message may be ours now.
    const std::set<std::string>& retained() const { return retained_; }

  private:
    boost::asio::awaitable<bool> send_pieces(wire::View bytes, core::Split split, bool frames, net::Deadline deadline);
    void note_sent(wire::View bytes);
    void note_sent_frames(wire::View bytes);
    void note_sent(const wire::mqtt::Packet& packet);
    void note_retained(const wire::mqtt::Retained& kept);
    void note_answered_ping();
    // The next packet that has arrived; or, once, why what arrived is none.
    std::optional<wire::mqtt::Packet> next_arrived();
    boost::asio::awaitable<net::Receipt> receive(net::Deadline deadline);
    core::Observation nothing_more(net::Receipt receipt);
    core::Observation take_unread();
    bool is_last_ping(const wire::mqtt::Packet& packet) const;
    // Passes over the packets; true where there is something else to be told first.
    bool drop_unread_packets();
    core::Observation told(core::Observation seen);

    std::string name_;
    net::Transcript& transcript_;
    Published& published_;
    Witness* witness_;
    std::unique_ptr<net::Channel> channel_;
    wire::mqtt::Decoder from_broker_{{wire::mqtt::Version::v3_1_1, wire::mqtt::Sender::server}, packet_limit};
    wire::mqtt::Decoder from_us_{{wire::mqtt::Version::v3_1_1, wire::mqtt::Sender::client}, packet_limit};
    wire::websocket::Decoder frames_from_us_{wire::websocket::Sender::client, packet_limit};
    using Unread = std::variant<wire::mqtt::Packet, core::Observation>;
    std::deque<Unread> unread_;                  // in the order in which they came
    std::optional<core::Observation> nonsense_;  // to be told
    bool undecodable_ = false;                   // nothing more is decoded
    wire::Bytes connect_;
    std::set<std::string> retained_;
    std::set<std::string> forgotten_;  // those of them whose empty message was sent and not answered for, yet
    bool over_with_last_ping_ = false;
    std::size_t unanswered_pings_ = 0;
    bool ends_with_ping_ = false;  // the last packet that was sent is a PINGREQ

    // Bytes: the longest packet there is (MQTT 5.0 section 1.5.5), its fixed header included.
    static constexpr std::size_t packet_limit = 268'435'455 + 5;
};

}  // namespace gauntlet::drive
