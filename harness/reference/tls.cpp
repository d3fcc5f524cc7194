#include "tls.hpp"

#include "gauntlet/keylog/keylog.hpp"
#include "key_store.hpp"
#include "tls_certificate.hpp"
#include "tls_files.hpp"
#include "tls_hello.hpp"
#include "tls_offer.hpp"
#include "tls_raw.hpp"
#include "tls_sessions.hpp"
#include "tls_state.hpp"
#include "verification.hpp"

namespace gauntlet::reference {

namespace {

using core::Flaw;

constexpr int alert_level_fatal = 2;
constexpr long message_limit = 1 << 20;  // bytes of a client's Certificate message; OpenSSL's own limit is 100 KiB

std::vector<std::string> protocols_of(const ListenerSettings& settings) {
    if (!settings.alpn.empty())
        return settings.alpn;
    return {core::has_websocket(settings.transport) ? "http/1.1" : "mqtt"};
}

void read_own_certificate(TlsState& state) {
    const ListenerSettings& settings = state.settings;
    if (settings.key_store.empty()) {
        state.chain = read_certificates(settings.certificate_chain);
        state.key = read_key(settings.key, settings.key_password);
        return;
    }
    KeyStore store = read_key_store(settings.key_store, settings.key_password);
    state.chain = std::move(store.chain);
    state.key = std::move(store.key);
    if (state.has(Flaw::drops_the_chain_of_a_store))
        state.chain.resize(1);
}

TlsState read_state(const ListenerSettings& settings, const Flaws& flaws) {
    if (settings.key_store.empty() && (settings.certificate_chain.empty() || settings.key.empty()))
        throw TlsFault(settings.name + ": a TLS listener needs certificate_chain and key; set both");
    if (settings.require_certificate && settings.client_ca.empty())
        throw TlsFault(settings.name + ": require_certificate needs client_ca; name the file of the clients' CA");
    TlsState state;
    state.settings = settings;
    state.flaws = flaws;
    read_own_certificate(state);
    if (!settings.client_ca.empty())
        state.anchors = read_certificates(settings.client_ca);
    if (!settings.crl.empty())
        state.crls = read_crls(settings.crl);
    if (!settings.ocsp_response.empty())
        state.ocsp_response = read_ocsp_response(settings.ocsp_response);
    state.alpn = protocols_of(settings);
    return state;
}

std::vector<CrlHandle> crls_of(const TlsState& state) {
    std::vector<CrlHandle> crls;
    for (const CrlHandle& crl : state.crls) {
        X509_CRL_up_ref(crl.get());
        crls.emplace_back(crl.get());
    }
    return crls;
}

// What a server that closes its socket before it has flushed the library's output does: the alert is written and never
// sent.
void on_info(const SSL* connection, int where, int value) {
    const bool fatal = (where & SSL_CB_WRITE_ALERT) == SSL_CB_WRITE_ALERT && value >> 8 == alert_level_fatal;
    if (fatal && (connection_of(connection).drop_alerts || state_of(connection).has(Flaw::closes_without_an_alert)))
        BIO_reset(SSL_get_wbio(connection));
}

std::optional<std::string> common_name(const X509* certificate) {
    const X509_NAME* subject = X509_get_subject_name(certificate);
    int last = -1;
    for (int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1); at >= 0;
         at = X509_NAME_get_index_by_NID(subject, NID_commonName, at))
        last = at;
    if (last < 0)
        return std::nullopt;
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, last)));
    if (size < 0)
        return std::nullopt;
    std::string name(reinterpret_cast<char*>(utf8), static_cast<std::size_t>(size));
    OPENSSL_free(utf8);
    return name;
}

}  // namespace

class TlsServer::Implementation {
  public:
    Implementation(const ListenerSettings& settings, const Flaws& flaws)
        : settings_(settings), flaws_(flaws), context_(make(read_state(settings, flaws))) {}

    SSL_CTX* context() const { return context_.get(); }
    const TlsState& state() const { return state_of(context_.get()); }

    void reload() {
        TlsState state = read_state(settings_, flaws_);
        if (flaws_.has(Flaw::keeps_the_old_crl_on_reload))
            state.crls = crls_of(this->state());
        ++generation_;
        context_ = make(std::move(state));
    }

  private:
    // Ticket keys that outlive what they should end with. The correct server draws new ones for each context.
    const TicketKeys* kept_keys() {
        static std::vector<TicketKeys> of_all_listeners;  // by how often they were reloaded
        if (flaws_.has(Flaw::resumes_sessions_of_other_listeners)) {
            while (of_all_listeners.size() <= generation_)
                of_all_listeners.push_back(random_ticket_keys());
            return &of_all_listeners[generation_];
        }
        if (!flaws_.has(Flaw::resumes_without_reverifying))
            return nullptr;
        if (!keys_)
            keys_ = random_ticket_keys();
        return &*keys_;
    }

    ContextHandle make(TlsState state) {
        ContextHandle context(SSL_CTX_new(TLS_server_method()));
        if (!context)
            throw TlsFault("OpenSSL cannot make a context: " + take_openssl_error());
        set_offer(context.get(), state);
        set_certificate(context.get(), state);
        set_verification(context.get(), state);
        set_sessions(context.get(), state, kept_keys());
        set_hello_callbacks(context.get());
        SSL_CTX_set_info_callback(context.get(), on_info);
        SSL_CTX_set_keylog_callback(context.get(), [](const SSL*, const char* line) { keylog::append(line); });
        SSL_CTX_set_max_cert_list(context.get(), message_limit);
        set_state(context.get(), std::move(state));
        return context;
    }

    ListenerSettings settings_;
    Flaws flaws_;
    std::optional<TicketKeys> keys_;
    std::size_t generation_ = 0;
    ContextHandle context_;
};

TlsServer::TlsServer(const ListenerSettings& settings, const Flaws& flaws)
    : implementation_(std::make_unique<Implementation>(settings, flaws)) {}

TlsServer::~TlsServer() = default;

SSL_CTX* TlsServer::context() const {
    return implementation_->context();
}

void TlsServer::prepare(SSL* connection) {
    attach_connection(connection);
}

std::optional<std::string> TlsServer::reload() {
    try {
        implementation_->reload();
    } catch (const TlsFault& fault) {
        return fault.what();
    }
    return std::nullopt;
}

TlsIdentity TlsServer::identity(const SSL* connection) const {
    const X509* certificate = SSL_get0_peer_certificate(connection);
    if (certificate == nullptr)
        return {};
    return {.certified = true, .common_name = common_name(certificate)};
}

std::string TlsServer::refusal(const SSL* connection) const {
    return connection_of(connection).refusal;
}

std::optional<std::string> TlsServer::late_refusal(const SSL* connection) const {
    const TlsState& state = state_of(connection);
    if (state.has(Flaw::executes_before_verification) && state.requires_certificate() &&
        SSL_get0_peer_certificate(connection) == nullptr)
        return "no certificate";
    return std::nullopt;
}

bool TlsServer::answers_raw() const {
    return reference::answers_raw(implementation_->state());
}

std::size_t TlsServer::first_bytes_missing(wire::View received) const {
    return reference::first_bytes_missing(received);
}

std::optional<wire::Bytes> TlsServer::raw_reply(wire::View received) const {
    return reference::raw_reply(implementation_->context(), received);
}

}  // namespace gauntlet::reference
