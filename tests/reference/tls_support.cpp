#include "tls_support.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace gauntlet::reference::test {

using core::TlsVersion;

issue::Issuer& issuer() {
    static issue::Issuer one(5, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    return one;
}

Folder::Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "gauntlet-reference-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("no temporary folder: " + pattern);
    path_ = pattern;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path Folder::write(const std::string& name, std::string_view content) const {
    std::ofstream(path_ / name, std::ios::binary) << content;
    return path_ / name;
}

Flaws with(std::initializer_list<core::Flaw> flaws) {
    Flaws set;
    for (const core::Flaw flaw : flaws)
        set.add(flaw);
    return set;
}

Listener::Listener(const recipe::Credentials& server) : folder_(std::make_shared<Folder>()) {
    const recipe::Material material = issuer().material(server);
    settings.name = "listener";
    settings.certificate_chain = folder_->write("chain.pem", material.chain_pem);
    settings.key = folder_->write("key.pem", material.key_pem);
}

Listener& Listener::mutual() {
    settings.require_certificate = true;
    return trusting({&recipe::clients_root});
}

Listener& Listener::trusting(std::initializer_list<const recipe::Certificate*> anchors) {
    const std::vector<const recipe::Certificate*> list(anchors);
    settings.client_ca = folder_->write("ca.pem", issuer().anchors_pem(list));
    return *this;
}

Listener& Listener::revoking(const recipe::CrlSet& set) {
    const std::vector<const recipe::Crl*> list(set.crls.begin(), set.crls.end());
    settings.crl = folder_->write("crl.pem", issuer().crls_pem(list));
    return *this;
}

std::unique_ptr<TlsServer> Listener::start(const Flaws& flaws) const {
    return std::make_unique<TlsServer>(settings, flaws);
}

namespace {

using Connection = std::unique_ptr<SSL, Freer<SSL_free>>;

void present(SSL_CTX* context, const recipe::Credentials& credentials) {
    const recipe::Material material = issuer().material(credentials);
    bool first = true;
    for (const std::string& der : material.chain_der) {
        const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
        const CertificateHandle certificate(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
        if ((first ? SSL_CTX_use_certificate(context, certificate.get())
                   : SSL_CTX_add1_chain_cert(context, certificate.get())) != 1)
            throw std::runtime_error("the test's client cannot present " + std::string(credentials.name));
        first = false;
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(material.key_der.data());
    const KeyHandle key(d2i_AutoPrivateKey(nullptr, &bytes, static_cast<long>(material.key_der.size())));
    if (SSL_CTX_use_PrivateKey(context, key.get()) != 1)
        throw std::runtime_error("the test's client cannot use the key of " + std::string(credentials.name));
}

unsigned zeros(SSL*, const char*, char* identity, unsigned, unsigned char* key, unsigned) {
    std::strcpy(identity, "somebody");
    std::memset(key, 0, 32);
    return 32;
}

void check(bool done, const char* what) {
    if (!done)
        throw std::runtime_error(fmt::format("the test's client: {}: {}", what, take_openssl_error()));
}

ContextHandle context_of(const Client& client) {
    ContextHandle context(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_mode(context.get(), SSL_MODE_NO_AUTO_CHAIN);
    const TlsVersion oldest = client.version.value_or(client.oldest.value_or(TlsVersion::tls_1_2));
    const TlsVersion newest = client.version.value_or(client.newest.value_or(TlsVersion::tls_1_3));
    SSL_CTX_set_min_proto_version(context.get(), static_cast<int>(oldest));
    SSL_CTX_set_max_proto_version(context.get(), static_cast<int>(newest));
    if (!client.suites.empty())
        check(SSL_CTX_set_cipher_list(context.get(), client.suites.c_str()) == 1, "suites");
    if (!client.suites_13.empty())
        check(SSL_CTX_set_ciphersuites(context.get(), client.suites_13.c_str()) == 1, "suites of TLS 1.3");
    if (!client.groups.empty())
        check(SSL_CTX_set1_groups_list(context.get(), client.groups.c_str()) == 1, "groups");
    if (!client.signature_algorithms.empty())
        check(SSL_CTX_set1_sigalgs_list(context.get(), client.signature_algorithms.c_str()) == 1, "signatures");
    if (client.has_pre_shared_key)
        SSL_CTX_set_psk_client_callback(context.get(), zeros);
    if (client.credentials != nullptr)
        present(context.get(), *client.credentials);
    return context;
}

// What the callbacks of the client's side note.
struct Notes {
    std::optional<int> alert;
    bool requested = false;
    Session session;
};

void on_message(int sent, int, int type, const void* bytes, std::size_t size, SSL*, void* argument) {
    auto& notes = *static_cast<Notes*>(argument);
    const auto* octets = static_cast<const unsigned char*>(bytes);
    if (sent == 0 && type == SSL3_RT_ALERT && size == 2 && octets[1] != SSL_AD_CLOSE_NOTIFY)
        notes.alert = octets[1];
    if (sent == 0 && type == SSL3_RT_HANDSHAKE && size > 0 && octets[0] == SSL3_MT_CERTIFICATE_REQUEST)
        notes.requested = true;
}

int on_session(SSL* connection, SSL_SESSION* session) {
    static_cast<Notes*>(SSL_get_app_data(connection))->session.reset(session);
    return 1;
}

Connection connect(SSL_CTX* context, const Client& client, Notes& notes) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, on_session);
    Connection connection(SSL_new(context));
    SSL_set_app_data(connection.get(), &notes);
    SSL_set_msg_callback(connection.get(), on_message);
    SSL_set_msg_callback_arg(connection.get(), &notes);
    if (!client.server_name.empty())
        SSL_set_tlsext_host_name(connection.get(), client.server_name.c_str());
    std::string alpn;
    for (const std::string& protocol : client.alpn)
        alpn += static_cast<char>(protocol.size()) + protocol;
    SSL_set_alpn_protos(connection.get(), reinterpret_cast<const unsigned char*>(alpn.data()),
                        static_cast<unsigned>(alpn.size()));
    if (client.fallback_scsv)
        SSL_set_mode(connection.get(), SSL_MODE_SEND_FALLBACK_SCSV);
    if (client.asks_for_staple)
        SSL_set_tlsext_status_type(connection.get(), TLSEXT_STATUSTYPE_ocsp);
    if (client.session != nullptr)
        SSL_set_session(connection.get(), client.session);
    SSL_set_connect_state(connection.get());
    return connection;
}

void join(SSL* client, SSL* server) {
    BIO* of_client = nullptr;
    BIO* of_server = nullptr;
    constexpr std::size_t size = 1 << 17;
    BIO_new_bio_pair(&of_client, size, &of_server, size);
    SSL_set_bio(client, of_client, of_client);
    SSL_set_bio(server, of_server, of_server);
}

// One step of a side that has nothing to say but "x". False: it is over for it.
bool step(SSL* connection, bool& heard, std::string& fault) {
    char byte = 0;
    if (SSL_is_init_finished(connection) != 1) {
        const int result = SSL_do_handshake(connection);
        if (result == 1) {
            SSL_write(connection, "x", 1);
            return true;
        }
        if (SSL_get_error(connection, result) == SSL_ERROR_WANT_READ)
            return true;
        fault = take_openssl_error();
        return false;
    }
    const int result = SSL_read(connection, &byte, 1);
    heard = heard || result == 1;
    if (result == 1 || SSL_get_error(connection, result) == SSL_ERROR_WANT_READ)
        return true;
    fault = take_openssl_error();
    return false;
}

bool has_sentinel(const SSL* connection) {
    unsigned char random[SSL3_RANDOM_SIZE];
    SSL_get_server_random(connection, random, sizeof random);
    return std::memcmp(random + 24, "DOWNGRD", 7) == 0;
}

void describe(Outcome& outcome, SSL* client) {
    outcome.version = SSL_get_version(client);
    if (const char* suite = SSL_get_cipher_name(client))
        outcome.suite = suite;
    outcome.resumed = SSL_session_reused(client) == 1;
    outcome.sentinel = has_sentinel(client);
    if (EVP_PKEY* key = nullptr; SSL_get_peer_tmp_key(client, &key) == 1) {
        char name[64] = "";
        EVP_PKEY_get_group_name(key, name, sizeof name, nullptr);
        outcome.group = *name != '\0' ? name : EVP_PKEY_get0_type_name(key);
        EVP_PKEY_free(key);
    }
    int digest = NID_undef;
    int key_type = NID_undef;
    if (SSL_get_peer_signature_nid(client, &digest) == 1 && SSL_get_peer_signature_type_nid(client, &key_type) == 1)
        outcome.signature = fmt::format("{} {}", OBJ_nid2sn(digest), OBJ_nid2sn(key_type));
    const unsigned char* alpn = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(client, &alpn, &size);
    outcome.alpn.assign(reinterpret_cast<const char*>(alpn), size);
    STACK_OF(X509)* chain = SSL_get_peer_cert_chain(client);
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        unsigned char* der = nullptr;
        const int length = i2d_X509(sk_X509_value(chain, i), &der);
        outcome.served.emplace_back(reinterpret_cast<char*>(der), static_cast<std::size_t>(length));
        OPENSSL_free(der);
    }
    const unsigned char* staple = nullptr;
    const long staple_size = SSL_get_tlsext_status_ocsp_resp(client, &staple);
    if (staple_size > 0)
        outcome.staple.assign(reinterpret_cast<const char*>(staple), static_cast<std::size_t>(staple_size));
}

}  // namespace

Outcome shake_hands(TlsServer& server, const Client& offer) {
    const ContextHandle context = context_of(offer);
    Notes notes;
    const Connection client = connect(context.get(), offer, notes);
    const Connection peer(SSL_new(server.context()));
    SSL_set_accept_state(peer.get());
    server.prepare(peer.get());
    join(client.get(), peer.get());
    Outcome outcome;
    std::string fault_of_server;
    bool heard_by_server = false;
    bool client_goes_on = true;
    bool server_goes_on = true;
    // Each flight is one step, and what is over says nothing more.
    for (int i = 0; i < 12 && client_goes_on && !outcome.accepted; ++i) {
        client_goes_on = step(client.get(), outcome.accepted, outcome.fault);
        if (server_goes_on)
            server_goes_on = step(peer.get(), heard_by_server, fault_of_server);
    }
    outcome.alert = notes.alert;
    outcome.requested = notes.requested;
    outcome.refusal = server.refusal(peer.get());
    if (outcome.accepted) {
        outcome.identity = server.identity(peer.get());
        describe(outcome, client.get());
        outcome.session = std::move(notes.session);
    }
    // Sessions of connections that end without it are not resumed.
    SSL_set_shutdown(client.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    return outcome;
}

std::string shown(const Outcome& outcome) {
    if (outcome.accepted)
        return "accepted";
    if (outcome.alert)
        return fmt::format("alert {}", *outcome.alert);
    return outcome.fault.empty() ? "fin" : "fault: " + outcome.fault;
}

}  // namespace gauntlet::reference::test
