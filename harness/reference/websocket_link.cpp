#include "websocket_link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/compose.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/system/system_error.hpp>

#include "frame_filter.hpp"
#include "gauntlet/reference/mqtt/limits.hpp"
#include "gauntlet/wire/mqtt/framer.hpp"

namespace gauntlet::reference {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using core::Flaw;

namespace {

constexpr std::uint32_t largest_request = 8192;
// Of a message, whose frames may hold several packets. RFC 6455 10.4 asks for a limit.
constexpr std::size_t largest_message = mqtt::Limits().packet_size;

/// The stream below Beast, with the mistakes of a flawed server in front of it.
class Carrier {
  public:
    using executor_type = Stream::executor_type;
    using lowest_layer_type = Stream::lowest_layer_type;
    using next_layer_type = Stream;

    Carrier(Stream& stream, const Flaws& flaws) : stream_(stream) {
        if (FrameFilter::is_needed(flaws))
            filter_.emplace(flaws, largest_message);
    }

    executor_type get_executor() { return stream_.get_executor(); }
    lowest_layer_type& lowest_layer() { return stream_.lowest_layer(); }
    Stream& next_layer() { return stream_; }

    template <typename Buffers, typename Handler>
    void async_read_some(const Buffers& buffers, Handler&& handler) {
        if (!filter_) {
            stream_.async_read_some(buffers, std::forward<Handler>(handler));
            return;
        }
        asio::async_compose<Handler, void(error_code, std::size_t)>(
            [this, buffers, begun = false](auto& self, error_code error = {}, std::size_t length = 0) mutable {
                filter_->feed(wire::View(raw_).first(length));
                const bool done = error || filter_->ended() || !filter_->ready().empty();
                if (!done)
                    stream_.async_read_some(asio::buffer(raw_), std::move(self));
                else if (!std::exchange(begun, true) && length == 0 && !error)  // not from within the initiation
                    asio::post(get_executor(), std::move(self));
                else
                    complete(self, error, buffers);
            },
            handler, stream_);
    }

    template <typename Buffers, typename Handler>
    void async_write_some(const Buffers& buffers, Handler&& handler) {
        stream_.async_write_some(buffers, std::forward<Handler>(handler));
    }

    template <typename Buffers>
    std::size_t read_some(const Buffers& buffers, error_code& error) {
        error.clear();
        while (filter_ && filter_->ready().empty() && !filter_->ended() && !error) {
            const std::size_t length = stream_.read_some(asio::buffer(raw_), error);
            filter_->feed(wire::View(raw_).first(length));
        }
        return filter_ ? take(buffers, error) : stream_.read_some(buffers, error);
    }
    template <typename Buffers>
    std::size_t write_some(const Buffers& buffers, error_code& error) {
        return stream_.write_some(buffers, error);
    }

    // Beast asks a SyncStream for these as well, though it does not call them.
    template <typename Buffers>
    std::size_t read_some(const Buffers& buffers) {
        error_code error;
        const std::size_t length = read_some(buffers, error);
        return error ? throw boost::system::system_error(error) : length;
    }
    template <typename Buffers>
    std::size_t write_some(const Buffers& buffers) {
        error_code error;
        const std::size_t length = write_some(buffers, error);
        return error ? throw boost::system::system_error(error) : length;
    }

  private:
    template <typename Self, typename Buffers>
    void complete(Self& self, error_code error, const Buffers& buffers) {
        const std::size_t length = take(buffers, error);
        self.complete(error, length);
    }

    template <typename Buffers>
    std::size_t take(const Buffers& buffers, error_code& error) {
        const wire::View ready = filter_->ready();
        const std::size_t length = asio::buffer_copy(buffers, asio::buffer(ready.data(), ready.size()));
        filter_->take(length);
        if (length > 0)
            error.clear();
        else if (filter_->ended())
            error = asio::error::eof;
        return length;
    }

    Stream& stream_;
    std::optional<FrameFilter> filter_;
    std::array<std::uint8_t, 16384> raw_{};
};

// Beast tears down what is below it once WebSocket has ended; ours ends in Link::finish.
void teardown(beast::role_type /*role*/, Carrier& /*carrier*/, error_code& error) {
    error.clear();
}
template <typename Handler>
void async_teardown(beast::role_type /*role*/, Carrier& carrier, Handler&& handler) {
    asio::post(carrier.get_executor(), asio::append(std::forward<Handler>(handler), error_code()));
}

using WebSocket = websocket::stream<Carrier&, false>;  // without compression
using Request = http::request<http::empty_body>;
using Response = http::response<http::string_body>;

bool is_pingresp(wire::View bytes) {
    return bytes.size() == 2 && bytes[0] == 0xd0;
}

class WebSocketLink final : public Link {
  public:
    WebSocketLink(Stream& stream, const Flaws& flaws)
        : flaws_(flaws), stream_(stream), carrier_(stream, flaws), socket_(carrier_) {
        socket_.auto_fragment(false);
        // Beast: 0 is no limit.
        socket_.read_message_max(flaws.has(Flaw::takes_frames_of_any_size) ? 0 : largest_message);
    }

    WebSocket& socket() { return socket_; }

    asio::awaitable<std::size_t> read(std::span<std::uint8_t> target, error_code& error) override {
        if (flaws_.has(Flaw::expects_a_packet_per_frame))
            co_return co_await read_packet(target, error);
        const std::size_t length = co_await socket_.async_read_some(asio::buffer(target.data(), target.size()),
                                                                    asio::redirect_error(asio::use_awaitable, error));
        if (error == websocket::error::closed && flaws_.has(Flaw::takes_a_close_frame_for_disconnect))
            co_return as_disconnect(target, error);
        co_return checked(length, error);
    }

    std::size_t read_now(std::span<std::uint8_t> target, error_code& error) override {
        const std::size_t length = socket_.read_some(asio::buffer(target.data(), target.size()), error);
        return checked(length, error);
    }

    // However many packets these are: what receives them must not care [MQTT-6.0.0-2].
    asio::awaitable<void> write(wire::View bytes, error_code& error) override {
        socket_.binary(!flaws_.has(Flaw::answers_pings_in_text_frames) || !is_pingresp(bytes));  // [MQTT-6.0.0-1]
        co_await socket_.async_write(asio::buffer(bytes.data(), bytes.size()),
                                     asio::redirect_error(asio::use_awaitable, error));
    }

    asio::awaitable<void> finish() override {
        error_code ignored;
        if (!flaws_.has(Flaw::ends_without_a_close_frame) && socket_.is_open())
            co_await socket_.async_close(why_, asio::redirect_error(asio::use_awaitable, ignored));
        co_await stream_.finish(!flaws_.has(Flaw::closes_without_close_notify));
    }

  private:
    // "If any other type of data frame is received the recipient MUST close the Network Connection" [MQTT-6.0.0-1].
    std::size_t checked(std::size_t length, error_code& error) {
        if (error || !socket_.got_text() || length == 0 || flaws_.has(Flaw::accepts_text_frames))
            return error ? 0 : length;
        why_ = websocket::close_code::unknown_data;
        error = http::error::bad_value;
        return 0;
    }

    // Once: the next read finds the WebSocket closed.
    static std::size_t as_disconnect(std::span<std::uint8_t> target, error_code& error) {
        error.clear();
        constexpr std::array<std::uint8_t, 2> disconnect{0xe0, 0x00};
        std::ranges::copy(disconnect, target.begin());
        return disconnect.size();
    }

    // Flaw expects_a_packet_per_frame: what one message holds is taken for one packet. The first is read; of none, the
    // connection is closed.
    asio::awaitable<std::size_t> read_packet(std::span<std::uint8_t> target, error_code& error) {
        if (packet_.empty()) {
            beast::flat_buffer message;
            co_await socket_.async_read(message, asio::redirect_error(asio::use_awaitable, error));
            if (error)
                co_return 0;
            wire::mqtt::Framer framer(largest_message);
            framer.feed(wire::View(static_cast<const std::uint8_t*>(message.data().data()), message.size()));
            const std::optional<wire::View> first = framer.next();
            if (!first) {
                error = asio::error::message_size;
                co_return 0;
            }
            packet_.assign(first->begin(), first->end());
        }
        const std::size_t length = std::min(target.size(), packet_.size());
        std::copy_n(packet_.begin(), length, target.begin());
        packet_.erase(packet_.begin(), packet_.begin() + static_cast<std::ptrdiff_t>(length));
        co_return checked(length, error);
    }

    const Flaws flaws_;
    Stream& stream_;
    Carrier carrier_;
    WebSocket socket_;
    websocket::close_reason why_ = websocket::close_code::normal;
    wire::Bytes packet_;
};

Response refusal(http::status status, std::string_view why) {
    Response response{status, 11};
    response.set(http::field::server, "gauntlet");
    response.set(http::field::content_type, "text/plain");
    response.set(http::field::connection, "close");
    if (status == http::status::upgrade_required) {  // RFC 9110 15.5.22, RFC 6455 4.2.2
        response.set(http::field::upgrade, "websocket");
        response.set(http::field::connection, "upgrade, close");
        response.set(http::field::sec_websocket_version, "13");
    }
    response.body() = std::string(why) + "\n";
    response.prepare_payload();
    return response;
}

// "mqtt" if it is offered [MQTT-6.0.0-4], else "mqttv3.1", which older clients offer; empty: neither.
std::string chosen_subprotocol(const Request& request, const Flaws& flaws) {
    http::token_list offered(request[http::field::sec_websocket_protocol]);
    if (flaws.has(Flaw::takes_the_first_subprotocol) && offered.begin() != offered.end())
        return std::string(*offered.begin());
    for (const char* name : {"mqtt", "mqttv3.1"})
        if (offered.exists(name))
            return name;
    return {};
}

std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

bool asks_for_an_upgrade(const Request& request, const Flaws& flaws) {
    if (flaws.has(Flaw::compares_connection_as_a_whole) && !beast::iequals(request[http::field::connection], "Upgrade"))
        return false;
    return websocket::is_upgrade(request) && request.count(http::field::sec_websocket_key) > 0;
}

// RFC 6455 4.2.1 and 4.2.2; the key's own form Beast checks.
std::optional<Response> refusal_of(const Request& request, std::string_view path, const Flaws& flaws) {
    const std::string_view target(request.target().data(), request.target().size());
    if (path_of(target) != path && !flaws.has(Flaw::answers_any_path))
        return refusal(http::status::not_found, "There is nothing here.");
    if (!asks_for_an_upgrade(request, flaws)) {
        if (flaws.has(Flaw::upgrades_any_request))
            return std::nullopt;
        const bool lacks_key = websocket::is_upgrade(request) && request.count(http::field::sec_websocket_key) == 0;
        return lacks_key ? refusal(http::status::bad_request, "Sec-WebSocket-Key is missing.")
                         : refusal(http::status::upgrade_required, "This is MQTT over WebSocket.");
    }
    if (request[http::field::sec_websocket_version] != "13" && !flaws.has(Flaw::speaks_any_websocket_version))
        return refusal(http::status::upgrade_required, "Only version 13 of WebSocket is spoken here.");
    if (chosen_subprotocol(request, flaws).empty() && !flaws.has(Flaw::ignores_the_subprotocol))
        return refusal(http::status::bad_request, "The subprotocol mqtt was not offered.");
    return std::nullopt;
}

http::status status_of(const error_code& error) {
    return error == http::error::header_limit || error == http::error::buffer_overflow
               ? http::status::request_header_fields_too_large
               : http::status::bad_request;
}

asio::awaitable<void> send(Stream& stream, const Response& response) {
    error_code ignored;
    co_await http::async_write(stream, response, asio::redirect_error(asio::use_awaitable, ignored));
}

asio::awaitable<Upgraded> refuse(Stream& stream, const Response& response) {
    co_await send(stream, response);
    Upgraded upgraded;
    upgraded.refusal = fmt::format("answered {}", response.result_int());
    co_return upgraded;
}

// What a flaw lets pass, as Beast wants to see it.
void make_upgrade(Request& request) {
    request.version(11);
    request.method(http::verb::get);
    request.set(http::field::connection, "upgrade");
    request.set(http::field::upgrade, "websocket");
    request.set(http::field::sec_websocket_version, "13");
    if (request.count(http::field::sec_websocket_key) == 0)
        request.set(http::field::sec_websocket_key, "AAAAAAAAAAAAAAAAAAAAAA==");
}

asio::awaitable<Upgraded> accept(Stream& stream, Request request, const Flaws& flaws) {
    auto link = std::make_unique<WebSocketLink>(stream, flaws);
    const std::string subprotocol = chosen_subprotocol(request, flaws);
    if (!subprotocol.empty() && !flaws.has(Flaw::selects_no_subprotocol))
        link->socket().set_option(websocket::stream_base::decorator([subprotocol](websocket::response_type& response) {
            response.set(http::field::sec_websocket_protocol, subprotocol);
        }));
    if (flaws.has(Flaw::speaks_any_websocket_version) || flaws.has(Flaw::upgrades_any_request))
        make_upgrade(request);
    error_code error;
    co_await link->socket().async_accept(request, asio::redirect_error(asio::use_awaitable, error));
    Upgraded upgraded;
    if (error)
        upgraded.refusal = error.message();
    else
        upgraded.link = std::move(link);
    co_return upgraded;
}

// What one read returns; it is given back.
asio::awaitable<std::string> first_read(Stream& stream) {
    std::string bytes(largest_request, '\0');
    error_code ignored;
    const std::size_t length =
        co_await stream.async_read_some(asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, ignored));
    bytes.resize(length);
    stream.unread(wire::view(bytes));
    co_return bytes;
}

// The flaws of those who look at the first bytes alone; no link and no refusal: none of them is made.
asio::awaitable<Upgraded> judge_first_read(Stream& stream, const Flaws& flaws) {
    Upgraded upgraded;
    const bool expects_all = flaws.has(Flaw::expects_the_upgrade_in_one_read);
    const bool guesses = flaws.has(Flaw::speaks_mqtt_without_an_upgrade);
    if (!expects_all && !guesses)
        co_return upgraded;
    const std::string bytes = co_await first_read(stream);
    if (guesses && bytes.starts_with('\x10')) {
        upgraded.link = plain_link(stream, flaws);
    } else if (expects_all && bytes.find("\r\n\r\n") == std::string::npos) {
        const Response response = refusal(http::status::bad_request, "This is no HTTP request.");
        co_return co_await refuse(stream, response);
    }
    co_return upgraded;
}

}  // namespace

asio::awaitable<Upgraded> upgrade_to_websocket(Stream& stream, std::string_view path, const Flaws& flaws) {
    Upgraded judged = co_await judge_first_read(stream, flaws);
    if (judged.link || !judged.refusal.empty())
        co_return judged;
    beast::flat_buffer buffer(2UL * largest_request);
    http::request_parser<http::empty_body> parser;
    parser.header_limit(largest_request);
    error_code error;
    co_await http::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    if (error.category() == make_error_code(http::error::bad_method).category() &&
        error != http::error::end_of_stream && error != http::error::partial_message) {
        const Response response = refusal(status_of(error), "This is no HTTP request.");
        co_return co_await refuse(stream, response);
    }
    if (error) {
        Upgraded upgraded;
        upgraded.refusal = error.message();
        co_return upgraded;
    }
    Request request = parser.release();
    if (const std::optional<Response> response = refusal_of(request, path, flaws))
        co_return co_await refuse(stream, *response);
    // Frames that came with the request belong to the WebSocket.
    stream.unread(wire::View(static_cast<const std::uint8_t*>(buffer.data().data()), buffer.size()));
    co_return co_await accept(stream, std::move(request), flaws);
}

}  // namespace gauntlet::reference
