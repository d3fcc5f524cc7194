#include "tls_sessions.hpp"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <ctime>
#include <limits>

#include "tls.hpp"

namespace gauntlet::reference {

namespace {

using core::Flaw;

using Seconds = std::int64_t;  // since 1970, UTC
constexpr Seconds for_ever = std::numeric_limits<Seconds>::max();

Seconds seconds(const ASN1_TIME* time) {
    std::tm parts{};
    if (time == nullptr)
        return for_ever;
    return ASN1_TIME_to_tm(time, &parts) == 1 ? timegm(&parts) : 0;
}

// RFC 5246 F.1.4: where a certificate may have expired or been revoked, a full handshake is to be forced. CRLs that are
// read again come with another SSL_CTX, which has other keys.
Seconds accepted_until(const SSL* connection) {
    Seconds end = for_ever;
    STACK_OF(X509)* path = SSL_get0_verified_chain(connection);
    for (int i = 0; i < sk_X509_num(path); ++i)
        end = std::min(end, seconds(X509_get0_notAfter(sk_X509_value(path, i))));
    if (sk_X509_num(path) > 0)
        for (const CrlHandle& crl : state_of(connection).crls)
            end = std::min(end, seconds(X509_CRL_get0_nextUpdate(crl.get())));
    return end;
}

int on_new_ticket(SSL* connection, void*) {
    if (SSL_session_reused(connection) == 1)
        return 1;  // what the first handshake wrote goes on
    const Seconds end = accepted_until(connection);
    return SSL_SESSION_set1_ticket_appdata(SSL_get_session(connection), &end, sizeof end);
}

bool still_accepted(SSL_SESSION* session) {
    void* data = nullptr;
    std::size_t size = 0;
    if (SSL_SESSION_get0_ticket_appdata(session, &data, &size) != 1 || size != sizeof(Seconds))
        return false;
    Seconds end = 0;
    std::copy_n(static_cast<const unsigned char*>(data), size, reinterpret_cast<unsigned char*>(&end));
    return std::time(nullptr) < end;
}

SSL_TICKET_RETURN on_ticket(SSL* connection, SSL_SESSION* session, const unsigned char*, std::size_t,
                            SSL_TICKET_STATUS status, void*) {
    if (status != SSL_TICKET_SUCCESS && status != SSL_TICKET_SUCCESS_RENEW)
        return SSL_TICKET_RETURN_IGNORE_RENEW;
    if (!state_of(connection).has(Flaw::resumes_without_reverifying) && !still_accepted(session))
        return SSL_TICKET_RETURN_IGNORE_RENEW;
    return status == SSL_TICKET_SUCCESS ? SSL_TICKET_RETURN_USE : SSL_TICKET_RETURN_USE_RENEW;
}

// A session of one listener is none of another's.
void set_session_context(SSL_CTX* context, const TlsState& state) {
    const std::string name = state.has(Flaw::resumes_sessions_of_other_listeners) ? "reference" : state.settings.name;
    std::array<unsigned char, SHA256_DIGEST_LENGTH> id{};
    SHA256(reinterpret_cast<const unsigned char*>(name.data()), name.size(), id.data());
    SSL_CTX_set_session_id_context(context, id.data(), static_cast<unsigned>(id.size()));
}

}  // namespace

TicketKeys random_ticket_keys() {
    TicketKeys keys{};
    if (RAND_bytes(keys.data(), static_cast<int>(keys.size())) != 1)
        throw TlsFault("OpenSSL has no random bytes: " + take_openssl_error());
    return keys;
}

void set_sessions(SSL_CTX* context, const TlsState& state, const TicketKeys* keys) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // tickets alone
    set_session_context(context, state);
    if (keys != nullptr) {
        TicketKeys copy = *keys;
        SSL_CTX_set_tlsext_ticket_keys(context, copy.data(), static_cast<long>(copy.size()));
    }
    SSL_CTX_set_session_ticket_cb(context, on_new_ticket, on_ticket, nullptr);
}

}  // namespace gauntlet::reference
