#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "link.hpp"

namespace gauntlet::reference {

namespace asio = boost::asio;

namespace {

class PlainLink final : public Link {
  public:
    PlainLink(Stream& stream, const Flaws& flaws)
        : stream_(stream), close_notify_(!flaws.has(core::Flaw::closes_without_close_notify)) {}

    asio::awaitable<std::size_t> read(std::span<std::uint8_t> target, error_code& error) override {
        co_return co_await stream_.async_read_some(asio::buffer(target.data(), target.size()),
                                                   asio::redirect_error(asio::use_awaitable, error));
    }
    std::size_t read_now(std::span<std::uint8_t> target, error_code& error) override {
        return stream_.read_some(asio::buffer(target.data(), target.size()), error);
    }
    asio::awaitable<void> write(wire::View bytes, error_code& error) override {
        co_await asio::async_write(stream_, asio::buffer(bytes.data(), bytes.size()),
                                   asio::redirect_error(asio::use_awaitable, error));
    }
    asio::awaitable<void> finish() override { co_await stream_.finish(close_notify_); }

  private:
    Stream& stream_;
    bool close_notify_;
};

}  // namespace

std::unique_ptr<Link> plain_link(Stream& stream, const Flaws& flaws) {
    return std::make_unique<PlainLink>(stream, flaws);
}

}  // namespace gauntlet::reference
