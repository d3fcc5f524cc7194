#include "certificate.hpp"

#include <openssl/core_names.h>

#include <array>
#include <stdexcept>

#include "extensions.hpp"
#include "key.hpp"
#include "library.hpp"
#include "name.hpp"
#include "stream.hpp"
#include "validity.hpp"

namespace gauntlet::issue {
namespace {

void free_bytes(unsigned char* bytes) {
    OPENSSL_free(bytes);
}

// 16 bytes, positive and never shorter (RFC 5280 4.1.2.2).
void set_serial_number(X509* certificate, std::uint64_t seed, std::string_view name) {
    std::array<unsigned char, 16> bytes{};
    require(Stream(seed, name, "serial").fill(bytes), "cannot draw a serial number");
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x3fU) | 0x40U);
    const Owned<BIGNUM, BN_free> number(
        require(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), "cannot make a number"));
    require(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)), "cannot set a serial number");
}

void set_names(X509* certificate, const recipe::Certificate& recipe, const Making& making) {
    if (making.subject_of != nullptr) {
        require(X509_set_subject_name(certificate, X509_get_subject_name(making.subject_of)) == 1,
                "cannot set a subject");
    } else {
        const Name subject = distinguished_name(recipe.organization, recipe.common_name);
        require(X509_set_subject_name(certificate, subject.get()) == 1, "cannot set a subject");
    }
    const X509* issuer = making.issuer != nullptr ? making.issuer : certificate;
    require(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1, "cannot set an issuer");
}

void set_validity(X509* certificate, const recipe::Certificate& recipe, std::chrono::sys_seconds now) {
    require(X509_set1_notBefore(certificate, asn1_time(now + recipe.not_before).get()) == 1, "cannot set a validity");
    require(X509_set1_notAfter(certificate, asn1_time(now + recipe.not_after).get()) == 1, "cannot set a validity");
}

// X509_set_pubkey encodes and decodes the key through OpenSSL's providers, which takes longer than all the rest; a key
// that is plain bytes needs neither (RFC 5480 2, RFC 8410 4).
void set_public_key(X509* certificate, EVP_PKEY* key, recipe::KeyType type) {
    int algorithm = NID_X9_62_id_ecPublicKey;
    int curve = NID_undef;
    switch (type) {
        case recipe::KeyType::ecdsa_p256:
            curve = NID_X9_62_prime256v1;
            break;
        case recipe::KeyType::ecdsa_p384:
            curve = NID_secp384r1;
            break;
        case recipe::KeyType::ed25519:
            algorithm = NID_ED25519;
            break;
        default:
            require(X509_set_pubkey(certificate, key) == 1, "cannot set a public key");
            return;
    }
    std::size_t size = 0;
    require(EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, nullptr, 0, &size) == 1,
            "cannot read a public key");
    Owned<unsigned char, free_bytes> bytes(
        require(static_cast<unsigned char*>(OPENSSL_malloc(size)), "cannot copy a public key"));
    require(EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, bytes.get(), size, &size) == 1,
            "cannot read a public key");
    require(X509_PUBKEY_set0_param(X509_get_X509_PUBKEY(certificate), OBJ_nid2obj(algorithm),
                                   curve != NID_undef ? V_ASN1_OBJECT : V_ASN1_UNDEF,
                                   curve != NID_undef ? OBJ_nid2obj(curve) : nullptr, bytes.get(),
                                   static_cast<int>(size)) == 1,
            "cannot set a public key");
    static_cast<void>(bytes.release());
}

X509Certificate unsigned_certificate(const recipe::Certificate& recipe, const Making& making) {
    X509Certificate certificate(require(X509_new_ex(library(), nullptr), "cannot make a certificate"));
    require(X509_set_version(certificate.get(), recipe.version - 1) == 1, "cannot set a version");
    set_serial_number(certificate.get(), making.seed, recipe.name);
    set_names(certificate.get(), recipe, making);
    set_validity(certificate.get(), recipe, making.now);
    set_public_key(certificate.get(), making.key, recipe.key);
    if (recipe.version == 3)
        add_extensions(certificate.get(), recipe, making.issuer);
    return certificate;
}

// The identifier of the same key's signature with SHA-384.
std::string sha384_algorithm(const X509* certificate) {
    const int signature = X509_get_signature_nid(certificate);
    int digest = NID_undef;
    int key = NID_undef;
    int other = NID_undef;
    if (OBJ_find_sigid_algs(signature, &digest, &key) != 1 || OBJ_find_sigid_by_algs(&other, NID_sha384, key) != 1 ||
        other == signature)
        throw std::logic_error("an algorithm mismatch needs an RSA or ECDSA signature that is not with SHA-384");
    const Owned<X509_ALGOR, X509_ALGOR_free> algorithm(require(X509_ALGOR_new(), "cannot make an algorithm"));
    const int parameters = key == NID_rsaEncryption ? V_ASN1_NULL : V_ASN1_UNDEF;
    require(X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(other), parameters, nullptr) == 1, "cannot set an algorithm");
    return der_of(algorithm.get(), i2d_X509_ALGOR, "cannot write an algorithm");
}

std::string element(unsigned char tag, std::string_view content) {
    std::string der(1, static_cast<char>(tag));
    std::string length;
    for (std::size_t rest = content.size(); rest != 0; rest >>= 8U)
        length.insert(length.begin(), static_cast<char>(rest & 0xffU));
    if (content.size() >= 0x80)
        der.push_back(static_cast<char>(0x80U | length.size()));
    der.append(length).append(content);
    return der;
}

std::string sign_bytes(std::string_view bytes, EVP_PKEY* key, recipe::Digest digest) {
    const auto context = signer(key, digest);
    std::size_t size = 0;
    require(EVP_DigestSign(context.get(), nullptr, &size, unsigned_bytes(bytes), bytes.size()) == 1, "cannot sign");
    std::string signature(size, '\0');
    require(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                           unsigned_bytes(bytes), bytes.size()) == 1,
            "cannot sign");
    signature.resize(size);
    return signature;
}

// tbsCertificate.signature says SHA-384, signatureAlgorithm and the signature over all of it are as before: whoever
// does not compare the two (RFC 5280 4.1.1.2) finds nothing wrong.
std::string with_algorithm_mismatch(X509* signed_certificate, EVP_PKEY* key, recipe::Digest digest) {
    const std::string outer = [&] {
        const X509_ALGOR* algorithm = X509_get0_tbs_sigalg(signed_certificate);
        return der_of(algorithm, i2d_X509_ALGOR, "cannot write an algorithm");
    }();
    const std::string inner = sha384_algorithm(signed_certificate);
    std::string tbs = der_of(signed_certificate, i2d_re_X509_tbs, "cannot write a certificate");
    const std::size_t where = tbs.find(outer);
    if (where == std::string::npos || inner.size() != outer.size())
        throw std::logic_error("cannot replace the algorithm in the signed part");
    tbs.replace(where, outer.size(), inner);
    const std::string bits = std::string(1, '\0') + sign_bytes(tbs, key, digest);
    return element(0x30, tbs + outer + element(0x03, bits));
}

}  // namespace

Made make_certificate(const recipe::Certificate& recipe, const Making& making) {
    X509Certificate certificate = unsigned_certificate(recipe, making);
    EVP_PKEY* signing_key = making.issuer_key != nullptr ? making.issuer_key : making.key;
    Stream stream(making.seed, recipe.name, "signature");
    const Drawing drawing(stream);
    require(X509_sign_ctx(certificate.get(), signer(signing_key, recipe.digest).get()) > 0, "cannot sign");
    std::string der = recipe.algorithm_mismatch ? with_algorithm_mismatch(certificate.get(), signing_key, recipe.digest)
                                                : der_of(certificate.get(), i2d_X509, "cannot write a certificate");
    if (recipe.bad_signature)
        der.back() = static_cast<char>(der.back() ^ 1);  // the signature value is the last element
    return {std::move(certificate), std::move(der)};
}

}  // namespace gauntlet::issue
