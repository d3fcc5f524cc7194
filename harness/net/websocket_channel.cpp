// The channel over a WebSocket.
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "ending.hpp"
#include "gauntlet/core/fact_value.hpp"
#include "gauntlet/net/websocket.hpp"
#include "gauntlet/wire/websocket/decoder.hpp"
#include "upgrade_request.hpp"

namespace gauntlet::net {

namespace asio = boost::asio;
namespace ws = wire::websocket;

namespace {

// Bytes of one frame's payload: more than the longest MQTT packet.
constexpr std::uint64_t frame_limit = 512ULL * 1024 * 1024;
constexpr std::string_view response_begins = "HTTP/";

class Random {
  public:
    explicit Random(bool zeros) : zeros_(zeros), engine_(std::random_device{}()) {}

    ws::MaskingKey masking_key() {
        ws::MaskingKey key{};
        if (!zeros_)
            std::ranges::generate(key, [this] { return byte(); });
        return key;
    }
    wire::Bytes nonce() {
        wire::Bytes bytes(16);
        std::ranges::generate(bytes, [this] { return byte(); });
        return bytes;
    }

  private:
    std::uint8_t byte() { return static_cast<std::uint8_t>(engine_()); }

    bool zeros_;
    std::mt19937 engine_;
};

// Payload or reason as a fact, where it is short and printable.
std::vector<core::Fact> payload_fact(std::string_view payload) {
    if (!core::is_payload_text(payload))
        return {};
    return {{"payload-text", std::string(payload)}};
}

class WebSocketChannel final : public Channel {
  public:
    WebSocketChannel(std::unique_ptr<Channel> below, const WebSocketClient& client)
        : Channel(below->tap()),
          below_(std::move(below)),
          random_(client.readable),
          request_(upgrade_request(client, random_.nonce())) {}

    // Sends the request, and waits for its answer.
    asio::awaitable<void> upgrade(bool byte_by_byte, Deadline deadline) {
        const std::string text = take_request();
        wire::View rest = wire::view(text);
        const std::size_t piece = byte_by_byte ? 1 : rest.size();
        bool sent = true;
        while (sent && !rest.empty()) {
            sent = co_await below_->send(rest.first(piece), deadline);
            rest = rest.subspan(piece);
        }
        while (!upgraded_ && !ended_) {
            const Receipt receipt = co_await pull(deadline);
            if (receipt == Receipt::timeout)
                end(timed_out(core::Layer::http, "no answer to the upgrade"));
        }
    }
    const core::Observation& answer() const { return ended_ ? *ended_ : accepted_; }

    asio::awaitable<bool> send(wire::View bytes, Deadline deadline) override {
        if (ended_ || close_sent_)
            co_return false;
        ws::Frame frame;
        frame.key = random_.masking_key();
        frame.payload.assign(bytes.begin(), bytes.end());
        const wire::Bytes encoded = outgoing(frame);
        const bool sent = co_await below_->send(encoded, deadline);
        co_return sent;
    }

    asio::awaitable<bool> send_frames(wire::View bytes, Deadline deadline) override {
        if (ended_)
            co_return false;
        from_us_.feed(bytes);
        while (const std::optional<ws::Decoder::Event> event = from_us_.next())
            if (const auto* received = std::get_if<ws::Received>(&*event))
                note_sent(received->frame);
        wire::Bytes out(bytes.begin(), bytes.end());
        prepend_request(out);
        const bool sent = co_await below_->send(out, deadline);
        co_return sent;
    }
    bool has_frames() const override { return true; }

    asio::awaitable<Receipt> receive(wire::Bytes& into, Deadline deadline) override {
        for (;;) {
            const std::optional<Receipt> taken = take_arrived(into);
            if (!owed_.empty()) {
                const wire::Bytes answer = std::exchange(owed_, {});
                co_await below_->send(answer, deadline);
            }
            if (taken)
                co_return *taken;
            if (ended_)
                co_return Receipt::ended;
            const Receipt receipt = co_await pull(deadline);
            if (receipt == Receipt::timeout)
                co_return Receipt::timeout;
        }
    }

    asio::awaitable<void> close(core::CloseHow how, Deadline deadline) override {
        if (how == core::CloseHow::orderly && upgraded_ && !ended_ && !close_sent_) {
            const wire::Bytes farewell = outgoing(control(ws::Opcode::close, ws::close_payload(1000)));
            co_await below_->send(farewell, deadline);
        }
        co_await below_->close(how, deadline);
        if (how == core::CloseHow::rst) {
            reset_by_us_ = true;
            ended_ = below_->ended();
        }
    }

    const Tap& tap() const override { return below_->tap(); }
    Session session() const override { return below_->session(); }
    std::string secrets() const override { return below_->secrets(); }

  private:
    void end(core::Observation how) {
        tap_.note(Direction::none, how.layer, how.text);
        ended_ = std::move(how);
    }

    std::string take_request() {
        request_sent_ = true;
        std::string text = ws::encode(request_);
        tap_.note(Direction::sent, core::Layer::http, request_.method + " " + request_.target, wire::view(text));
        return text;
    }
    // Of an offer that does not wait.
    void prepend_request(wire::Bytes& bytes) {
        if (request_sent_)
            return;
        const std::string text = take_request();
        bytes.insert(bytes.begin(), text.begin(), text.end());
    }

    void note_sent(const ws::Frame& frame) {
        pings_ += static_cast<ws::Opcode>(frame.opcode) == ws::Opcode::ping ? 1 : 0;
        close_sent_ = close_sent_ || static_cast<ws::Opcode>(frame.opcode) == ws::Opcode::close;
        tap_.note(Direction::sent, core::Layer::ws, ws::summary(frame));
    }
    wire::Bytes outgoing(const ws::Frame& frame) {
        note_sent(frame);
        wire::Bytes bytes = ws::encode(frame);
        prepend_request(bytes);
        return bytes;
    }
    ws::Frame control(ws::Opcode opcode, wire::Bytes payload) {
        ws::Frame frame;
        frame.opcode = static_cast<std::uint8_t>(opcode);
        frame.key = random_.masking_key();
        frame.payload = std::move(payload);
        return frame;
    }

    // Reads what has arrived below, and with it the answer to the upgrade.
    asio::awaitable<Receipt> pull(Deadline deadline) {
        wire::Bytes bytes;
        const Receipt receipt = co_await below_->receive(bytes, deadline);
        if (receipt == Receipt::bytes)
            feed(bytes);
        if (receipt == Receipt::ended)
            end_below();
        co_return receipt;
    }

    void feed(wire::View bytes) {
        if (upgraded_) {
            if (!undecodable_)
                from_broker_.feed(bytes);
            return;
        }
        head_.feed(bytes);
        const std::string_view begun = wire::text(head_.bytes()).substr(0, response_begins.size());
        if (!response_begins.starts_with(begun))
            return end(no_response("it does not begin with HTTP/", head_.bytes()));
        if (head_.too_long())
            return end(no_response("the head does not end", head_.bytes()));
        if (const std::optional<std::string_view> head = head_.head())
            take_answer(*head);
    }

    void take_answer(std::string_view head) {
        core::Observation answer = upgrade_answer(head, request_);
        tap_.note(Direction::received, core::Layer::http, answer.text, wire::view(head));
        if (answer.kind != core::Kind::accepted)
            return end(std::move(answer));
        upgraded_ = true;
        accepted_ = std::move(answer);
        from_broker_.feed(head_.rest());
    }

    void end_below() {
        if (!upgraded_ && !head_.bytes().empty())
            return end(no_response("the channel ended within it", head_.bytes()));
        ended_ = below_->ended();
    }

    // What the next frame that has arrived comes to; nothing where that takes more bytes.
    std::optional<Receipt> take_arrived(wire::Bytes& into) {
        while (!undecodable_) {
            const std::optional<ws::Decoder::Event> event = from_broker_.next();
            if (!event)
                return std::nullopt;
            std::optional<Receipt> taken;
            if (const auto* error = std::get_if<ws::StreamError>(&*event))
                taken = nonsense(error->violation);
            else
                taken = take(std::get<ws::Received>(*event), into);
            if (taken)
                return taken;
        }
        return std::nullopt;
    }

    Receipt nonsense(const ws::Violation& violation) {
        undecodable_ = true;
        other_ = {.layer = core::Layer::ws, .kind = core::Kind::packet};
        other_.text = "no WebSocket frame of a server: " + ws::text(violation);
        tap_.note(Direction::none, core::Layer::ws, other_.text);
        return Receipt::other;
    }

    std::optional<Receipt> take(const ws::Received& received, wire::Bytes& into) {
        const ws::Frame& frame = received.frame;
        tap_.note(Direction::received, core::Layer::ws, ws::summary(frame));
        if (received.violation)
            return nonsense(*received.violation);
        switch (static_cast<ws::Opcode>(frame.opcode)) {
            case ws::Opcode::text:
            case ws::Opcode::binary:
            case ws::Opcode::continuation:
                return take_data(frame, into);
            case ws::Opcode::ping:
                owe(control(ws::Opcode::pong, frame.payload));
                return std::nullopt;
            case ws::Opcode::pong:
                return take_pong(frame);
            case ws::Opcode::close:
                return take_close(frame);
        }
        return std::nullopt;
    }

    std::optional<Receipt> take_data(const ws::Frame& frame, wire::Bytes& into) {
        const auto opcode = static_cast<ws::Opcode>(frame.opcode);
        if (opcode != ws::Opcode::continuation)
            text_message_ = opcode == ws::Opcode::text;
        if (opcode == ws::Opcode::text)
            return tell(frame, core::Kind::packet, frame.opcode, wire::text(frame.payload));
        if (text_message_ || frame.payload.empty())
            return std::nullopt;
        into.insert(into.end(), frame.payload.begin(), frame.payload.end());
        return Receipt::bytes;
    }

    // RFC 6455 5.5.3: a pong that nobody asked for says nothing.
    std::optional<Receipt> take_pong(const ws::Frame& frame) {
        if (pings_ == 0)
            return std::nullopt;
        --pings_;
        return tell(frame, core::Kind::packet, frame.opcode, wire::text(frame.payload));
    }

    Receipt take_close(const ws::Frame& frame) {
        const ws::Closing said = ws::closing(frame.payload);
        if (!close_sent_)  // RFC 6455 5.5.1: with the status that came
            owe(control(ws::Opcode::close, frame.payload));
        return tell(frame, core::Kind::fin, said.status, said.reason);
    }

    void owe(const ws::Frame& frame) {
        const wire::Bytes bytes = outgoing(frame);
        owed_.insert(owed_.end(), bytes.begin(), bytes.end());
    }

    Receipt tell(const ws::Frame& frame, core::Kind kind, int code, std::string_view payload) {
        other_ = {.layer = core::Layer::ws, .kind = kind, .code = code, .text = ws::summary(frame)};
        other_.facts = payload_fact(payload);
        return Receipt::other;
    }

    std::unique_ptr<Channel> below_;
    Random random_;
    ws::Request request_;
    ws::HeadReader head_;
    ws::Decoder from_broker_{ws::Sender::server, frame_limit};
    ws::Decoder from_us_{ws::Sender::client, frame_limit};
    core::Observation accepted_;
    wire::Bytes owed_;  // answers to pings and close frames
    std::size_t pings_ = 0;
    bool request_sent_ = false;
    bool upgraded_ = false;
    bool close_sent_ = false;
    bool text_message_ = false;
    bool undecodable_ = false;
};

}  // namespace

asio::awaitable<Upgraded> upgrade(std::unique_ptr<Channel> below, WebSocketClient client, Deadline deadline) {
    Upgraded upgraded;
    if (below->ended()) {
        upgraded.observation = below->ended();
        upgraded.channel = std::move(below);
        co_return upgraded;
    }
    auto channel = std::make_unique<WebSocketChannel>(std::move(below), client);
    if (client.offer.waits) {
        co_await channel->upgrade(client.offer.byte_by_byte, deadline);
        upgraded.observation = channel->answer();
    }
    upgraded.channel = std::move(channel);
    co_return upgraded;
}

}  // namespace gauntlet::net
