#include "tls_context.hpp"

#include <mutex>
#include <unordered_map>

#include "tls_credentials.hpp"
#include "tls_log.hpp"
#include "tls_offer.hpp"

namespace gauntlet::net {

struct TlsContexts::Cache {
    std::mutex mutex;
    std::unordered_map<std::string, SharedContext> contexts;
};

namespace {

// More combinations than a run of all scenarios has; past it the cache starts anew.
constexpr std::size_t cache_limit = 1024;
// Of OpenSSL's security levels (SSL_CTX_set_security_level(3)): what verification thinks of weak keys and digests.
constexpr int verify_level = 2;
// Bytes of the broker's Certificate message. OpenSSL's own limit is 100 KiB.
constexpr long certificate_limit = 1 << 20;

void append(std::string& key, std::string_view part) {
    key += std::to_string(part.size());
    key += ':';
    key += part;
}

void append(std::string& key, const std::vector<std::uint16_t>& codes) {
    for (const std::uint16_t code : codes)
        key += std::to_string(code) + ',';
    key += ';';
}

// Everything that the context depends on.
std::string key_of(const TlsClient& client) {
    std::string key;
    const auto version = [](const std::optional<core::TlsVersion>& v) {
        return std::vector<std::uint16_t>{v ? static_cast<std::uint16_t>(*v) : std::uint16_t{0}};
    };
    append(key, version(client.offer.min));
    append(key, version(client.offer.max));
    append(key, client.offer.suites);
    append(key, client.offer.groups);
    append(key, client.offer.signature_algorithms);
    for (const std::string& anchor : client.anchors_der)
        append(key, anchor);
    key += ';';
    if (client.credentials != nullptr) {
        for (const std::string& certificate : client.credentials->chain_der)
            append(key, certificate);
        key += ';';
        append(key, client.credentials->key_der);
    }
    return key;
}

int permit_everything(const SSL*, const SSL_CTX*, int, int, int, void*, void*) {
    return 1;
}

std::string trust(SSL_CTX* context, const std::vector<std::string>& anchors_der) {
    X509_STORE* store = SSL_CTX_get_cert_store(context);
    for (const std::string& der : anchors_der) {
        const X509Handle anchor = parse_certificate(der);
        if (!anchor || X509_STORE_add_cert(store, anchor.get()) != 1)
            return "a trust anchor of the broker cannot be read: " + take_openssl_error();
    }
    X509_VERIFY_PARAM_set_auth_level(SSL_CTX_get0_param(context), verify_level);
    return {};
}

wire::Expected<SharedContext, Fault> make_context(const TlsClient& client) {
    SharedContext context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    if (!context)
        return Fault{"OpenSSL cannot make a context: " + take_openssl_error()};
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_security_callback(context.get(), permit_everything);
    SSL_CTX_set_mode(context.get(), SSL_MODE_NO_AUTO_CHAIN);
    // A broker without RFC 5746 is for scenarios to judge, not for our library to refuse.
    SSL_CTX_set_options(context.get(), SSL_OP_LEGACY_SERVER_CONNECT);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_max_cert_list(context.get(), certificate_limit);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);  // verified all the same, and gone on
    SSL_CTX_set_keylog_callback(context.get(), TlsLog::on_secret);
    std::string fault = set_offer(context.get(), client.offer);
    if (fault.empty())
        fault = trust(context.get(), client.anchors_der);
    if (fault.empty() && client.credentials != nullptr)
        fault = present(context.get(), *client.credentials);
    if (!fault.empty())
        return Fault{std::move(fault)};
    return context;
}

}  // namespace

TlsContexts::TlsContexts() : cache_(std::make_unique<Cache>()) {
    // The user's openssl.cnf does not change what our client offers.
    OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
}

TlsContexts::~TlsContexts() = default;

wire::Expected<SharedContext, Fault> context_of(TlsContexts::Cache& cache, const TlsClient& client) {
    const std::string key = key_of(client);
    const std::lock_guard lock(cache.mutex);
    if (const auto found = cache.contexts.find(key); found != cache.contexts.end())
        return found->second;
    wire::Expected<SharedContext, Fault> made = make_context(client);
    if (made) {
        if (cache.contexts.size() == cache_limit)
            cache.contexts.clear();
        cache.contexts.emplace(key, *made);
    }
    return made;
}

}  // namespace gauntlet::net
