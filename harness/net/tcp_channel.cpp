// The channel in clear.
#include "connect.hpp"
#include "ending.hpp"
#include "gauntlet/net/open.hpp"
#include "socket.hpp"

namespace gauntlet::net {

namespace asio = boost::asio;

namespace {

constexpr std::size_t read_size = 16 * 1024;

class TcpChannel final : public Channel {
  public:
    TcpChannel(Socket socket, Tap tap) : Channel(std::move(tap)), socket_(std::move(socket)) {}

    void end(core::Observation how) {
        tap_.note(Direction::none, how.layer, how.text);
        ended_ = std::move(how);
    }

    asio::awaitable<bool> send(wire::View bytes, Deadline deadline) override {
        if (ended_)
            co_return false;
        tap_.pass(Direction::sent, bytes);
        const bool sent = co_await socket_.write(bytes, deadline);
        co_return sent;
    }

    asio::awaitable<Receipt> receive(wire::Bytes& into, Deadline deadline) override {
        while (!ended_) {
            const Arrival arrival = co_await socket_.read({buffer_.get(), read_size}, deadline);
            if (arrival.how == Arrival::How::timeout) {
                if (!flush_opening(into))
                    co_return Receipt::timeout;
                co_return Receipt::bytes;
            }
            if (arrival.how != Arrival::How::bytes) {
                const bool more = flush_opening(into);
                end(arrival.how == Arrival::How::reset ? ended_by_reset(false) : ended_by_fin(false));
                if (more)
                    co_return Receipt::bytes;
                break;
            }
            const wire::View bytes(buffer_.get(), arrival.count);
            tap_.pass(Direction::received, bytes);
            if (take(bytes, into))
                co_return Receipt::bytes;
        }
        co_return Receipt::ended;
    }

    asio::awaitable<void> close(core::CloseHow how, Deadline) override {
        if (how == core::CloseHow::rst) {
            socket_.reset();
            reset_by_us_ = true;
            end(ended_by_reset(false));
        } else if (how != core::CloseHow::notify) {
            tap_.note(Direction::sent, core::Layer::tcp, "FIN");
            socket_.shutdown_send();
        }
        co_return;
    }

  private:
    // Appends the bytes; false where they may be, or are, the alert with which a TLS listener answers bytes in clear.
    bool take(wire::View bytes, wire::Bytes& into) {
        if (!opening_over_) {
            opening_.insert(opening_.end(), bytes.begin(), bytes.end());
            const std::size_t count = std::min(opening_.size(), plain_alert_size);
            if (const std::optional<PlainAlert> alert = plain_alert(wire::View(opening_).first(count))) {
                end(ended_by_alert(alert->description, alert->fatal));
                return false;
            }
            if (begins_plain_alert(opening_))
                return false;
            return flush_opening(into);
        }
        into.insert(into.end(), bytes.begin(), bytes.end());
        return true;
    }

    bool flush_opening(wire::Bytes& into) {
        opening_over_ = opening_over_ || !opening_.empty();
        into.insert(into.end(), opening_.begin(), opening_.end());
        return !std::exchange(opening_, {}).empty();
    }

    Socket socket_;
    std::unique_ptr<std::uint8_t[]> buffer_ = std::make_unique_for_overwrite<std::uint8_t[]>(read_size);
    wire::Bytes opening_;  // the broker's first bytes, as long as they may be an alert
    bool opening_over_ = false;
};

}  // namespace

asio::awaitable<Opened> open_tcp(Endpoint endpoint, Tap tap, Deadline deadline) {
    Connected connected = co_await connect(std::move(endpoint), tap, deadline);
    Opened opened;
    opened.fault = std::move(connected.fault);
    if (!opened.fault.empty())
        co_return opened;
    auto channel = std::make_unique<TcpChannel>(std::move(connected.socket), std::move(tap));
    opened.observation = std::move(connected.observation);
    if (opened.observation.kind != core::Kind::accepted)
        channel->end(opened.observation);
    opened.channel = std::move(channel);
    co_return opened;
}

}  // namespace gauntlet::net
