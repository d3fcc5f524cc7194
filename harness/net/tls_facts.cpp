#include "tls_facts.hpp"

#include <fmt/format.h>
#include <openssl/objects.h>

#include <algorithm>
#include <array>

#include "gauntlet/core/fact_value.hpp"
#include "gauntlet/core/tls.hpp"

namespace gauntlet::net {

namespace {

using core::yes_no;

// The broker's key exchange, IANA's name; "dhe-2048" for a prime of its own, "none" where the suite has none.
std::string group_name(SSL* ssl) {
    EVP_PKEY* peer = nullptr;
    if (SSL_get_peer_tmp_key(ssl, &peer) != 1)
        return "none";
    const KeyHandle key(peer);
    std::array<char, 80> name{};
    std::size_t size = 0;
    int nid = EVP_PKEY_get_id(peer);
    if (EVP_PKEY_get_group_name(peer, name.data(), name.size(), &size) == 1)
        nid = OBJ_txt2nid(name.data());
    ERR_clear_error();
    const char* group = SSL_group_to_name(ssl, nid);
    return group == nullptr ? fmt::format("dhe-{}", EVP_PKEY_get_bits(peer)) : group;
}

std::string_view curve_of_digest(int digest) {
    switch (digest) {
        case NID_sha256:
            return "secp256r1_";
        case NID_sha384:
            return "secp384r1_";
        case NID_sha512:
            return "secp521r1_";
        default:
            return "";
    }
}

std::string digest_name(int digest) {
    if (digest == NID_md5_sha1)
        return "md5_sha1";  // TLS 1.1 and before (RFC 4346 7.4.3)
    std::string name = OBJ_nid2sn(digest);
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return name;
}

// The scheme with which the broker signed, IANA's name; "none" where it signed nothing.
std::string signature_name(SSL* ssl) {
    int type = NID_undef;
    int digest = NID_undef;
    if (SSL_get_peer_signature_type_nid(ssl, &type) != 1)
        return "none";
    SSL_get_peer_signature_nid(ssl, &digest);
    const X509* certificate = SSL_get0_peer_certificate(ssl);
    const bool pss_key =
        certificate != nullptr && EVP_PKEY_get_base_id(X509_get0_pubkey(certificate)) == EVP_PKEY_RSA_PSS;
    switch (type) {
        case EVP_PKEY_RSA:
            return "rsa_pkcs1_" + digest_name(digest);
        case EVP_PKEY_RSA_PSS:
            return (pss_key ? "rsa_pss_pss_" : "rsa_pss_rsae_") + digest_name(digest);
        case EVP_PKEY_EC:
            return fmt::format("ecdsa_{}{}", curve_of_digest(digest), digest_name(digest));
        case EVP_PKEY_DSA:
            return "dsa_" + digest_name(digest);
        case EVP_PKEY_ED25519:
            return "ed25519";
        case EVP_PKEY_ED448:
            return "ed448";
        default:
            return OBJ_nid2sn(type);
    }
}

std::string alpn_name(SSL* ssl) {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl, &name, &size);
    return {reinterpret_cast<const char*>(name), size};
}

// RFC 8446 4.1.3: the last eight bytes of ServerHello.random.
std::string downgrade_sentinel(SSL* ssl) {
    std::array<unsigned char, SSL3_RANDOM_SIZE> random{};
    SSL_get_server_random(ssl, random.data(), random.size());
    const std::string_view end(reinterpret_cast<const char*>(random.data()) + 24, 8);
    if (end == std::string_view("DOWNGRD\x01", 8))
        return "TLSv1.2";
    if (end == std::string_view("DOWNGRD\x00", 8))
        return "TLSv1.1";
    return "none";
}

// Distinguished names as RFC 2253 writes them, joined with "; ".
std::string requested_authorities(SSL* ssl) {
    const STACK_OF(X509_NAME)* names = SSL_get0_peer_CA_list(ssl);
    std::string text;
    for (int i = 0; i < sk_X509_NAME_num(names); ++i) {
        BIO* bio = BIO_new(BIO_s_mem());
        X509_NAME_print_ex(bio, sk_X509_NAME_value(names, i), 0, XN_FLAG_RFC2253);
        char* data = nullptr;
        const long size = BIO_get_mem_data(bio, &data);
        text += (i == 0 ? "" : "; ") + std::string(data, static_cast<std::size_t>(size));
        BIO_free(bio);
    }
    return text;
}

}  // namespace

std::vector<core::Fact> request_facts(SSL* ssl, const TlsLog& log) {
    return {{"certificate-requested", yes_no(log.certificate_requested())},
            {"requested-cas", requested_authorities(ssl)}};
}

std::vector<core::Fact> handshake_facts(SSL* ssl, const TlsLog& log) {
    std::vector<core::Fact> facts{
        {"version", std::string(core::to_string(static_cast<core::TlsVersion>(SSL_version(ssl))))},
        {"suite", SSL_CIPHER_standard_name(SSL_get_current_cipher(ssl))},
        {"group", group_name(ssl)},
        {"signature", signature_name(ssl)},
        {"alpn", alpn_name(ssl)},
        {"resumed", yes_no(SSL_session_reused(ssl) == 1)},
        {"verify", verify_name(SSL_get_verify_result(ssl))},
        {"downgrade-sentinel", downgrade_sentinel(ssl)},
    };
    for (core::Fact& fact : request_facts(ssl, log))
        facts.push_back(std::move(fact));
    ERR_clear_error();
    return facts;
}

std::vector<std::string> served_der(SSL* ssl) {
    std::vector<std::string> served;
    if (SSL_session_reused(ssl) == 1)
        return served;
    STACK_OF(X509)* chain = SSL_get_peer_cert_chain(ssl);
    for (int i = 0; i < sk_X509_num(chain); ++i)
        served.push_back(to_der<const X509>(sk_X509_value(chain, i), i2d_X509));
    return served;
}

}  // namespace gauntlet::net
