#include "session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

#include "log.hpp"

namespace gauntlet::reference {

namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t buffer_size = 64UL * 1024;
// A client that does not read its answers is not read either.
constexpr std::size_t most_answers_unread = 256UL * 1024;
// How long a client may take to close after we did.
constexpr auto linger_time = std::chrono::seconds(2);

}  // namespace

Session::Session(BrokerState& state, const Ground& ground)
    : state_(state),
      ground_(ground),
      connection_(state.server(), ground.access, ground.peer, *this, steady_clock::now()),
      clock_(ground.stream.get_executor()),
      wake_writer_(ground.stream.get_executor()),
      wake_reader_(ground.stream.get_executor()),
      writer_end_(ground.stream.get_executor()),
      linger_(ground.stream.get_executor()),
      buffer_(buffer_size),
      packets_(mqtt::Limits().packet_size) {}

asio::awaitable<void> Session::run() {
    start_writer();
    if (state_.flaws().has(core::Flaw::spins))
        asio::co_spawn(ground_.stream.get_executor(), spin(), asio::detached);
    arm_clocks();
    co_await read_all();
    co_await end();
}

void Session::shut_down() {
    connection_.shut_down(steady_clock::now());
    begin_to_close();
}

void Session::send(wire::View bytes) {
    queue_.insert(queue_.end(), bytes.begin(), bytes.end());
    wake_writer_.cancel();
}

void Session::close() {
    begin_to_close();
}

void Session::log(std::string_view line) {
    reference::log(ground_.who, line);
}

// The reader goes on, so that nothing that was sent is destroyed by a reset, but not for ever.
void Session::begin_to_close() {
    if (closing_)
        return;
    closing_ = true;
    wake_writer_.cancel();
    wake_reader_.cancel();
    clock_.cancel();
    linger_.expires_after(linger_time);
    linger_.async_wait([this, owner = ground_.owner.lock()](const error_code& cancelled) {
        if (!cancelled)
            ground_.stream.abort();
    });
}

asio::awaitable<void> Session::read_all() {
    error_code error;
    while (!error) {
        const std::size_t length = co_await ground_.link.read(buffer_, error);
        if (closing_ || length == 0)
            continue;
        const wire::View bytes = wire::View(buffer_).first(length);
        receive(bytes);
        if (state_.flaws().has(core::Flaw::hangs_on_one_byte) && waits_for_a_second_byte(bytes))
            read_on_blocking();
        co_await wait_for_room();
    }
    read_ended_ = true;
    if (!closing_)
        log("the client ended the connection: " + error.message());
    connection_.network_ended(steady_clock::now());
    state_.arm_clock();
    begin_to_close();
}

void Session::receive(wire::View bytes) {
    connection_.receive(bytes, steady_clock::now());
    judge_late();
    arm_clocks();
}

// Never in the correct server, which judges the certificate in the handshake.
void Session::judge_late() {
    if (ground_.tls == nullptr || closing_)
        return;
    const std::optional<std::string> refusal = ground_.tls->late_refusal(ground_.stream.tls());
    if (!refusal)
        return;
    log("refused: " + *refusal);
    begin_to_close();
}

bool Session::waits_for_a_second_byte(wire::View bytes) {
    packets_.feed(bytes);
    while (packets_.next()) {
    }
    return !closing_ && packets_.rest().size() == 1;
}

void Session::read_on_blocking() {
    error_code error;
    const std::size_t length = ground_.link.read_now(buffer_, error);
    const wire::View bytes = wire::View(buffer_).first(length);
    packets_.feed(bytes);
    receive(bytes);
}

asio::awaitable<void> Session::wait_for_room() {
    error_code ignored;
    while (backlog() > most_answers_unread && !closing_) {
        wake_reader_.expires_at(steady_clock::time_point::max());
        co_await wake_reader_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

asio::awaitable<void> Session::spin() {
    const std::shared_ptr<const void> owner = ground_.owner.lock();
    while (!read_ended_)
        co_await asio::post(ground_.stream.get_executor(), asio::use_awaitable);
}

void Session::start_writer() {
    asio::co_spawn(ground_.stream.get_executor(), write_all(),
                   [this, owner = ground_.owner.lock()](const std::exception_ptr&) {
                       write_ended_ = true;
                       writer_end_.cancel();
                   });
}

asio::awaitable<void> Session::write_all() {
    error_code error;
    while (!error && !(closing_ && queue_.empty())) {
        if (queue_.empty()) {
            error_code ignored;
            wake_writer_.expires_at(steady_clock::time_point::max());
            co_await wake_writer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            continue;
        }
        writing_.swap(queue_);
        co_await ground_.link.write(writing_, error);
        writing_.clear();
        wake_reader_.cancel();
        if (!error && !closing_) {
            connection_.writable(steady_clock::now());
            arm_clocks();
        }
    }
    if (!error)
        co_await ground_.link.finish();
    else
        begin_to_close();
}

asio::awaitable<void> Session::end() {
    error_code ignored;
    while (!write_ended_) {
        writer_end_.expires_at(steady_clock::time_point::max());
        co_await writer_end_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_await ground_.stream.drain();
    linger_.cancel();
}

void Session::arm_clocks() {
    arm_own_clock();
    state_.arm_clock();
}

void Session::arm_own_clock() {
    const std::optional<mqtt::Time> deadline = closing_ ? std::nullopt : connection_.next_deadline();
    if (!deadline) {
        clock_.cancel();
        return;
    }
    clock_.expires_at(*deadline);
    clock_.async_wait([this, owner = ground_.owner.lock()](const error_code& cancelled) {
        if (cancelled || closing_)
            return;
        connection_.tick(steady_clock::now());
        arm_clocks();
    });
}

}  // namespace gauntlet::reference
