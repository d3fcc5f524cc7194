#include "socket_watch.hpp"

#include <boost/asio/error.hpp>

namespace gauntlet::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using Mark = Capture::Mark;

namespace {

Capture::Side side_of(const tcp::endpoint& endpoint) {
    return {endpoint.address().is_v4() ? endpoint.address().to_v4().to_uint() : 0, endpoint.port()};
}

}  // namespace

void SocketWatch::add(Direction direction, Mark mark, wire::View bytes) {
    if (connection_)
        capture_->add(*connection_, direction, mark, bytes, capture_->now());
}

void SocketWatch::connecting() {
    if (capture_)
        begin_ = capture_->now();
}

void SocketWatch::connected(const tcp::socket& socket, const tcp::endpoint& broker,
                            const boost::system::error_code& error) {
    if (!capture_ || !broker.address().is_v4())
        return;
    boost::system::error_code ignored;
    connection_ = capture_->open({channel_, side_of(socket.local_endpoint(ignored)), side_of(broker)});
    broker_ended_ = false;
    we_ended_ = false;
    capture_->add(*connection_, Direction::sent, Mark::syn, {}, begin_);
    if (!error) {
        add(Direction::received, Mark::syn_ack);
        add(Direction::sent, Mark::none);
        return;
    }
    if (error == asio::error::connection_refused || error == asio::error::connection_reset)
        add(Direction::received, Mark::rst);
    connection_.reset();
}

void SocketWatch::ended(bool by_reset) {
    if (!std::exchange(broker_ended_, true))
        add(Direction::received, by_reset ? Mark::rst : Mark::fin);
    we_ended_ = we_ended_ || by_reset;  // nothing follows a reset
}

void SocketWatch::shut_down() {
    if (!std::exchange(we_ended_, true))
        add(Direction::sent, Mark::fin);
}

void SocketWatch::reset() {
    add(Direction::sent, Mark::rst);
    we_ended_ = true;
    broker_ended_ = true;
}

// RFC 2525 2.17: what closes with bytes that were not read resets.
void SocketWatch::closing(const tcp::socket& socket) {
    if (!connection_ || !socket.is_open())
        return;
    boost::system::error_code error;
    if (socket.available(error) > 0)
        reset();
    else
        shut_down();
}

}  // namespace gauntlet::net
