// The channel through OpenSSL. Records pass through memory BIOs, so that raw bytes are seen both ways, and so that
// reading goes on after a write has failed: OpenSSL never learns of it.
#include <fmt/format.h>

#include <algorithm>

#include "connect.hpp"
#include "ending.hpp"
#include "gauntlet/net/open.hpp"
#include "gauntlet/net/punctual.hpp"
#include "gauntlet/wire/notation/excerpt.hpp"
#include "openssl.hpp"
#include "socket.hpp"
#include "tls_context.hpp"
#include "tls_facts.hpp"
#include "tls_log.hpp"
#include "tls_offer.hpp"

namespace gauntlet::net {

namespace asio = boost::asio;

struct SessionState {
    SessionHandle session;
};

namespace {

constexpr std::size_t read_size = 32 * 1024;
// How much is encrypted before it is written.
constexpr std::size_t chunk_size = 256 * 1024;

// The outcome of one call into OpenSSL.
struct Outcome {
    enum class How : std::uint8_t { done, wants_bytes, close_notify, failed };
    How how = How::done;
    std::string error;  // of OpenSSL, where it failed
};

bool is_address(const std::string& host) {
    boost::system::error_code error;
    asio::ip::make_address(host, error);
    return !error;
}

class TlsChannel final : public Channel {
  public:
    TlsChannel(Socket socket, Tap tap, bool keep_secrets)
        : Channel(std::move(tap)), socket_(std::move(socket)), log_(tap_, keep_secrets) {}

    ~TlsChannel() override {
        // SSL_free spoils a session whose connection has not ended in order, as OpenSSL sees it.
        if (ssl_ && ended_in_order())
            SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    }

    // What our library cannot do, in one line; empty: nothing.
    std::string prepare(SSL_CTX* context, const TlsClient& client) {
        ssl_.reset(SSL_new(context));
        SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        SSL_set_connect_state(ssl_.get());
        log_.attach(ssl_.get());
        X509_VERIFY_PARAM* verify = SSL_get0_param(ssl_.get());
        const bool address = is_address(client.server_name);
        if (address)
            X509_VERIFY_PARAM_set1_ip_asc(verify, client.server_name.c_str());
        else if (!client.server_name.empty())
            X509_VERIFY_PARAM_set1_host(verify, client.server_name.c_str(), 0);
        // RFC 6066 3: an address is no host name for SNI.
        const std::string sni = client.offer.server_name.value_or(address ? "" : client.server_name);
        if (!sni.empty() && SSL_set_tlsext_host_name(ssl_.get(), sni.c_str()) != 1)
            return fmt::format("our TLS library cannot send the server name '{}'", sni);
        const std::string alpn = alpn_list(client.offer.alpn);
        if (alpn.empty() != client.offer.alpn.empty())
            return "a name for ALPN must have 1 to 255 bytes (RFC 7301 3.1)";
        SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(alpn.data()),
                            static_cast<unsigned>(alpn.size()));
        if (client.offer.fallback_scsv)
            SSL_set_mode(ssl_.get(), SSL_MODE_SEND_FALLBACK_SCSV);
        if (client.session)
            SSL_set_session(ssl_.get(), client.session->session.get());
        return {};
    }

    asio::awaitable<void> handshake(Deadline deadline) {
        while (!ended_) {
            const Outcome outcome = call([this] { return SSL_connect(ssl_.get()); });
            co_await flush(deadline);
            if (outcome.how == Outcome::How::done)
                co_return;
            const Receipt receipt = co_await go_on(outcome, deadline);
            if (receipt == Receipt::timeout)
                end(timed_out(core::Layer::tls, "no answer in the handshake"));
        }
    }

    asio::awaitable<bool> send(wire::View bytes, Deadline deadline) override {
        while (!bytes.empty() && !ended_) {
            const wire::View chunk = bytes.first(std::min(bytes.size(), chunk_size));
            const Outcome outcome =
                call([this, chunk] { return SSL_write(ssl_.get(), chunk.data(), static_cast<int>(chunk.size())); });
            const bool flushed = co_await flush(deadline);
            if (!flushed)
                co_return false;
            if (outcome.how == Outcome::How::done) {
                bytes = bytes.subspan(chunk.size());
            } else {
                const Receipt receipt = co_await go_on(outcome, deadline);
                if (receipt != Receipt::bytes)
                    break;
            }
        }
        co_return bytes.empty();
    }

    asio::awaitable<Receipt> receive(wire::Bytes& into, Deadline deadline) override {
        while (!ended_) {
            int count = 0;
            const Outcome outcome = call([this, &count] {
                count = SSL_read(ssl_.get(), plain_.data(), static_cast<int>(plain_.size()));
                return count;
            });
            co_await flush(deadline);  // an alert, or the answer to a KeyUpdate
            if (outcome.how == Outcome::How::done) {
                log_.on_application_data();
                into.insert(into.end(), plain_.begin(), plain_.begin() + count);
                co_return Receipt::bytes;
            }
            const Receipt receipt = co_await go_on(outcome, deadline);
            if (receipt == Receipt::timeout)
                co_return Receipt::timeout;
        }
        co_return Receipt::ended;
    }

    asio::awaitable<void> close(core::CloseHow how, Deadline deadline) override {
        if (how == core::CloseHow::rst) {
            socket_.reset();
            reset_by_us_ = true;
            end(ended_by_reset(true));
            co_return;
        }
        if (how != core::CloseHow::fin && !ended_) {
            notified_ = true;
            call([this] { return SSL_shutdown(ssl_.get()) < 0 ? -1 : 1; });
            co_await flush(deadline);
        }
        if (how != core::CloseHow::notify) {
            tap_.note(Direction::sent, core::Layer::tcp, "FIN");
            socket_.shutdown_send();
        }
    }

    Session session() const override {
        if (!ended_in_order())
            return nullptr;
        SessionHandle session(SSL_get1_session(ssl_.get()));
        if (!session || SSL_SESSION_is_resumable(session.get()) != 1)
            return nullptr;
        return std::make_shared<SessionState>(SessionState{std::move(session)});
    }

    std::string secrets() const override { return log_.secrets(); }

    void end(core::Observation how) {
        tap_.note(Direction::none, how.layer, how.text);
        ended_ = std::move(how);
    }

    SSL* ssl() const { return ssl_.get(); }
    const TlsLog& log() const { return log_; }
    // Whether it failed by our own doing: before the broker said anything, or with what we call an internal error.
    bool failed_by_us() const {
        const std::optional<TlsAlert>& sent = log_.sent_alert();
        return failed_ && (!heard_ || (sent && sent->description == SSL_AD_INTERNAL_ERROR));
    }

  private:
    template <typename Function>
    Outcome call(const Function& function) {
        ERR_clear_error();
        const int result = function();
        if (result > 0)
            return {Outcome::How::done, {}};
        switch (SSL_get_error(ssl_.get(), result)) {
            case SSL_ERROR_WANT_READ:
                return {Outcome::How::wants_bytes, {}};
            case SSL_ERROR_ZERO_RETURN:
                return {Outcome::How::close_notify, {}};
            default:
                break;
        }
        // After our close_notify OpenSSL passes over handshake messages and returns without an error.
        if (ERR_peek_last_error() == 0 && notified_)
            return {Outcome::How::wants_bytes, {}};
        return {Outcome::How::failed, take_openssl_error()};
    }

    // Does what the outcome asks for: reads more, or ends the channel. `bytes`: call OpenSSL again.
    asio::awaitable<Receipt> go_on(const Outcome& outcome, Deadline deadline) {
        switch (outcome.how) {
            case Outcome::How::done:
                break;
            case Outcome::How::wants_bytes:
                co_return co_await fill(deadline);
            case Outcome::How::close_notify:
                end(ended_by_close_notify());
                break;
            case Outcome::How::failed:
                fail(outcome.error);
                break;
        }
        co_return ended_ ? Receipt::ended : Receipt::bytes;
    }

    asio::awaitable<Receipt> fill(Deadline deadline) {
        // A broker that goes on sending what is no application data does not keep us past the deadline.
        if (Clock::now() > deadline) {
            check_punctual(deadline);
            co_return Receipt::timeout;
        }
        const Arrival arrival = co_await socket_.read(raw_, deadline);
        if (arrival.how == Arrival::How::timeout)
            co_return Receipt::timeout;
        if (arrival.how != Arrival::How::bytes) {
            end_of_stream(arrival.how);
            co_return Receipt::ended;
        }
        heard_ = true;
        last_raw_ = wire::View(raw_).first(arrival.count);
        tap_.pass(Direction::received, last_raw_);
        BIO_write(SSL_get_rbio(ssl_.get()), raw_.data(), static_cast<int>(arrival.count));
        co_return Receipt::bytes;
    }

    // Sends what OpenSSL has written. False where it did not all go out.
    asio::awaitable<bool> flush(Deadline deadline) {
        char* data = nullptr;
        BIO* bio = SSL_get_wbio(ssl_.get());
        const long size = BIO_get_mem_data(bio, &data);
        if (size <= 0)
            co_return true;
        const wire::Bytes bytes(data, data + size);
        BIO_reset(bio);
        tap_.pass(Direction::sent, bytes);
        const bool sent = co_await socket_.write(bytes, deadline);
        co_return sent;
    }

    void end_of_stream(Arrival::How how) {
        if (const std::optional<TlsAlert>& alert = log_.last_word())
            end(ended_by_alert(alert->description, alert->fatal));
        else
            end(how == Arrival::How::reset ? ended_by_reset(true) : ended_by_fin(true));
    }

    void fail(const std::string& error) {
        failed_ = true;
        const wire::View tail = last_raw_.last(std::min(last_raw_.size(), plain_alert_size));
        if (const std::optional<TlsAlert>& alert = log_.last_word())
            end(ended_by_alert(alert->description, alert->fatal));
        else if (const std::optional<PlainAlert> plain = plain_alert(tail))
            end(ended_by_alert(plain->description, plain->fatal));
        else
            end(ended_by_nonsense(refusal_text(error)));
    }

    std::string refusal_text(const std::string& error) const {
        const std::optional<TlsAlert>& sent = log_.sent_alert();
        return fmt::format("our client cannot go on: {}{}; the broker's last bytes were {}", error,
                           sent ? fmt::format(" (we sent {})", alert_text(sent->description, sent->fatal)) : "",
                           wire::notation::excerpt(last_raw_, 32));
    }

    bool ended_in_order() const {
        const bool notified_by_broker = ended_ && ended_->layer == core::Layer::tls && ended_->kind == core::Kind::fin;
        return ssl_ && SSL_is_init_finished(ssl_.get()) == 1 && !failed_ &&
               (notified_by_broker || (notified_ && !log_.last_word()));
    }

    Socket socket_;
    TlsLog log_;
    SslHandle ssl_;
    wire::Bytes raw_ = wire::Bytes(read_size);
    wire::Bytes plain_ = wire::Bytes(read_size);
    wire::View last_raw_;  // of raw_: what arrived last
    bool heard_ = false;
    bool failed_ = false;    // in our library, by an alert of either side
    bool notified_ = false;  // we have sent close_notify
};

std::string unsent_certificate(const TlsChannel& channel, const TlsClient& client) {
    if (client.credentials == nullptr || client.credentials->chain_der.empty() ||
        !channel.log().sent_empty_certificate())
        return {};
    return "our client could not present its certificate: the broker asks for no signature scheme that its key can do";
}

// How the handshake ended, for people: "TLSv1.3 TLS_AES_256_GCM_SHA384".
std::string summary(const std::vector<core::Fact>& facts) {
    return facts.size() < 2 ? std::string() : facts[0].value + " " + facts[1].value;
}

}  // namespace

asio::awaitable<Opened> open_tls(Endpoint endpoint, TlsClient client, TlsContexts& contexts, Tap tap,
                                 Deadline deadline) {
    Opened opened;
    const wire::Expected<SharedContext, Fault> context = context_of(contexts.cache(), client);
    if (!context) {
        opened.fault = context.error().text;
        co_return opened;
    }
    Connected connected = co_await connect(std::move(endpoint), tap, deadline);
    opened.fault = std::move(connected.fault);
    if (!opened.fault.empty())
        co_return opened;
    auto channel = std::make_unique<TlsChannel>(std::move(connected.socket), std::move(tap), client.keep_secrets);
    opened.fault = channel->prepare(context->get(), client);
    if (!opened.fault.empty())
        co_return opened;
    if (connected.observation.kind == core::Kind::accepted)
        co_await channel->handshake(deadline);
    else
        channel->end(std::move(connected.observation));
    if (channel->failed_by_us())
        opened.fault = channel->ended()->text;
    else
        opened.fault = unsent_certificate(*channel, client);
    if (channel->ended()) {
        opened.observation = *channel->ended();
        if (client.with_facts)
            for (core::Fact& fact : request_facts(channel->ssl(), channel->log()))
                opened.observation.facts.push_back(std::move(fact));
    } else {
        opened.observation = {.layer = core::Layer::tls, .kind = core::Kind::accepted};
    }
    if (client.with_facts && !channel->ended()) {
        opened.observation.facts = handshake_facts(channel->ssl(), channel->log());
        opened.observation.text = summary(opened.observation.facts);
    }
    if (client.with_facts)
        opened.served_der = served_der(channel->ssl());
    opened.channel = std::move(channel);
    co_return opened;
}

}  // namespace gauntlet::net
