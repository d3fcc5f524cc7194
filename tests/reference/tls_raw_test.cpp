// Answers built by hand: OpenSSL's client takes every byte of them, up to what is wrong on purpose.
#include "tls_raw.hpp"

#include <gtest/gtest.h>

#include "gauntlet/wire/tls/record.hpp"
#include "raw_flights.hpp"
#include "raw_keys.hpp"
#include "tls_support.hpp"

namespace gauntlet::reference::test {

namespace {

namespace tls = wire::tls;
using core::Flaw;
using core::TlsVersion;
namespace server = recipe::server;

// OpenSSL's client, which is given bytes.
class RawClient {
  public:
    RawClient(TlsVersion version, const char* suites, const char* signatures)
        : RawClient(version, version, suites, signatures) {}
    RawClient(TlsVersion oldest, TlsVersion newest, const char* suites, const char* signatures)
        : context_(SSL_CTX_new(TLS_client_method())) {
        SSL_CTX_set_security_level(context_.get(), 0);
        SSL_CTX_set_min_proto_version(context_.get(), static_cast<int>(oldest));
        SSL_CTX_set_max_proto_version(context_.get(), static_cast<int>(newest));
        if (*suites != '\0')
            SSL_CTX_set_cipher_list(context_.get(), suites);
        if (*signatures != '\0')
            SSL_CTX_set1_sigalgs_list(context_.get(), signatures);
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        SSL_set_connect_state(ssl_.get());
        SSL_do_handshake(ssl_.get());
        char* data = nullptr;
        const long size = BIO_get_mem_data(SSL_get_wbio(ssl_.get()), &data);
        hello_.assign(data, data + size);
        BIO_reset(SSL_get_wbio(ssl_.get()));
    }

    const wire::Bytes& hello() const { return hello_; }

    // OpenSSL's reason where it does not go on, "goes on" where it waits for more, which it does after it has verified
    // the signature; in TLS 1.2 it has answered by then.
    std::string take(const wire::Bytes& flight) {
        ERR_clear_error();
        BIO_write(SSL_get_rbio(ssl_.get()), flight.data(), static_cast<int>(flight.size()));
        const int result = SSL_do_handshake(ssl_.get());
        return SSL_get_error(ssl_.get(), result) == SSL_ERROR_WANT_READ ? "goes on" : take_openssl_error();
    }

    bool has_answered() const { return BIO_pending(SSL_get_wbio(ssl_.get())) > 0; }

  private:
    ContextHandle context_;
    std::unique_ptr<SSL, Freer<SSL_free>> ssl_;
    wire::Bytes hello_;
};

TEST(TlsRaw, TheCorrectServerNeverAnswersSo) {
    const auto correct = Listener().start();
    EXPECT_FALSE(correct->answers_raw());
    const RawClient client(TlsVersion::tls_1_2, "ECDHE-RSA-AES128-GCM-SHA256", "");
    EXPECT_EQ(correct->raw_reply(client.hello()), std::nullopt);
}

TEST(TlsRaw, SaysHowMuchIsMissing) {
    const auto flawed = Listener().start(with({Flaw::negotiates_a_suite_that_was_not_offered}));
    EXPECT_TRUE(flawed->answers_raw());
    const RawClient client(TlsVersion::tls_1_2, "ECDHE-RSA-AES128-GCM-SHA256", "");
    const wire::View hello = client.hello();
    EXPECT_EQ(flawed->first_bytes_missing(hello.first(0)), 5U);
    EXPECT_EQ(flawed->first_bytes_missing(hello.first(5)), hello.size() - 5);
    EXPECT_EQ(flawed->first_bytes_missing(hello), 0U);
    EXPECT_EQ(flawed->raw_reply(hello.first(hello.size() - 1)), std::nullopt);
    EXPECT_EQ(flawed->first_bytes_missing(wire::view("no TLS")), 0U);
    EXPECT_EQ(flawed->raw_reply(wire::view("no TLS")), std::nullopt);
}

TEST(TlsRaw, ASuiteThatWasNotOffered) {
    const auto answer = [](const recipe::Credentials& serves, const char* suites) {
        const auto flawed = Listener(serves).start(with({Flaw::negotiates_a_suite_that_was_not_offered}));
        RawClient client(TlsVersion::tls_1_2, suites, "");
        const std::optional<wire::Bytes> flight = flawed->raw_reply(client.hello());
        return flight ? client.take(*flight) : std::string("OpenSSL's turn");
    };
    EXPECT_EQ(answer(server::good, "ECDHE-RSA-AES128-GCM-SHA256:AES128-GCM-SHA256"), "wrong cipher returned");
    EXPECT_EQ(answer(server::rsa_2048, "ECDHE-ECDSA-AES128-GCM-SHA256"), "wrong cipher returned");
    EXPECT_EQ(answer(server::good, "ECDHE-ECDSA-AES128-GCM-SHA256"), "OpenSSL's turn");
    EXPECT_EQ(answer(server::good, "ECDHE-ECDSA-AES128-SHA"), "OpenSSL's turn");
    EXPECT_EQ(answer(server::rsa_2048, "DHE-DSS-AES128-GCM-SHA256"), "wrong cipher returned");
    EXPECT_EQ(answer(server::rsa_2048, "ADH-AES128-SHA"), "OpenSSL's turn");
}

TEST(TlsRaw, ASignatureThatWasNotOffered) {
    const auto answer = [](const recipe::Credentials& serves, TlsVersion version, const char* signatures) {
        const auto flawed = Listener(serves).start(with({Flaw::signs_with_an_algorithm_that_was_not_offered}));
        RawClient client(version, "", signatures);
        const std::optional<wire::Bytes> flight = flawed->raw_reply(client.hello());
        return flight ? client.take(*flight) : std::string("OpenSSL's turn");
    };
    for (const recipe::Credentials* serves : {&server::good, &server::rsa_2048, &server::ecdsa_p384}) {
        EXPECT_EQ(answer(*serves, TlsVersion::tls_1_3, "ed448"), "wrong signature type") << serves->name;
        for (const TlsVersion version : both_versions)
            EXPECT_EQ(answer(*serves, version, ""), "OpenSSL's turn") << serves->name;
    }
    EXPECT_EQ(answer(server::good, TlsVersion::tls_1_2, "ed448"), "wrong signature type");
    EXPECT_EQ(answer(server::ecdsa_p384, TlsVersion::tls_1_2, "ed448"), "wrong signature type");
    EXPECT_EQ(answer(server::good, TlsVersion::tls_1_2, "ECDSA+SHA1"), "OpenSSL's turn");
    // OpenSSL offers no suites of RSA with it.
    EXPECT_EQ(answer(server::rsa_2048, TlsVersion::tls_1_2, "ed448"), "OpenSSL's turn");
}

TEST(TlsRaw, Sha1UnderTls13) {
    for (const recipe::Credentials* serves : {&server::good, &server::rsa_2048}) {
        const auto flawed = Listener(*serves).start(with({Flaw::signs_with_sha1}));
        // OpenSSL's client offers SHA-1 only where it would speak TLS 1.2 too.
        RawClient offering(TlsVersion::tls_1_2, TlsVersion::tls_1_3, "",
                           "ecdsa_secp256r1_sha256:rsa_pss_rsae_sha256:ECDSA+SHA1:RSA+SHA1");
        const std::optional<wire::Bytes> flight = flawed->raw_reply(offering.hello());
        ASSERT_TRUE(flight.has_value());
        EXPECT_EQ(offering.take(*flight), "wrong signature type") << serves->name;
        const RawClient other(TlsVersion::tls_1_3, "", "");
        EXPECT_EQ(flawed->raw_reply(other.hello()), std::nullopt);
    }
}

// With an offer that the signature fits, the client verifies it: the flights are right in everything else.
TEST(TlsRaw, FlightsAreRightUpToWhatIsWrongOnPurpose) {
    for (const recipe::Credentials* serves : {&server::good, &server::rsa_2048, &server::ecdsa_p384}) {
        const auto tls_server = Listener(*serves).start();
        const TlsState& state = state_of(tls_server->context());
        for (const TlsVersion version : both_versions) {
            RawClient client(version, "", "");
            const auto collected = tls::collect_handshake(client.hello());
            ASSERT_TRUE(collected);
            const auto hello = tls::decode_client_hello(collected->message.body);
            ASSERT_TRUE(hello);
            const std::uint16_t suite = serves == &server::rsa_2048 ? 0xC02F : 0xC02B;
            const std::optional<wire::Bytes> flight =
                version == TlsVersion::tls_1_2
                    ? flight_12(state, *hello, suite)
                    : flight_13(state, *hello, tls::encode(collected->message), *own_scheme(state.key.get()));
            ASSERT_TRUE(flight.has_value());
            EXPECT_EQ(client.take(*flight), "goes on") << serves->name << ", " << core::to_string(version);
            EXPECT_EQ(client.has_answered(), version == TlsVersion::tls_1_2);
        }
    }
}

}  // namespace

}  // namespace gauntlet::reference::test
