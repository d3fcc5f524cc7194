#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include "gauntlet/issue/stores.hpp"
#include "key.hpp"
#include "library.hpp"
#include "openssl.hpp"
#include "pem.hpp"
#include "stream.hpp"

namespace gauntlet::issue {
namespace {

constexpr int iterations = 2048;  // the default of openssl pkcs12
constexpr int without_pbe1 = -1;  // PBES2, where a cipher is named
constexpr const char* alias = "server";
constexpr const char* trusted_by_java = "2.16.840.1.113894.746875.1.1";  // Oracle's TrustedKeyUsage

using Pkcs12 = Owned<PKCS12, PKCS12_free>;

void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags) {
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}
void free_safes(STACK_OF(PKCS7) * safes) {
    sk_PKCS7_pop_free(safes, PKCS7_free);
}

struct Store {
    STACK_OF(PKCS7) * safes = nullptr;
    std::string password;

    explicit Store(std::string_view text) : password(text) {}
    ~Store() { free_safes(safes); }
    Store(Store&&) = delete;

    // Encrypted as a whole, or (a key, which is encrypted already) as it is. Takes the bags.
    void add(STACK_OF(PKCS12_SAFEBAG) * bags, int algorithm) {
        const Owned<STACK_OF(PKCS12_SAFEBAG), free_bags> owned(bags);
        require(PKCS12_add_safe_ex(&safes, bags, algorithm, iterations, password.c_str(), library(), nullptr) == 1,
                "cannot write PKCS#12");
    }

    std::string der() {
        const Pkcs12 store(require(PKCS12_add_safes_ex(safes, 0, library(), nullptr), "cannot write PKCS#12"));
        require(PKCS12_set_mac(store.get(), password.c_str(), -1, nullptr, 0, iterations, EVP_sha256()) == 1,
                "cannot seal PKCS#12");
        return der_of(store.get(), i2d_PKCS12, "cannot write PKCS#12");
    }
};

X509Certificate certificate_of(const std::string& der) {
    const unsigned char* bytes = unsigned_bytes(der);
    return X509Certificate(
        require(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())), "cannot read a certificate"));
}

PKCS12_SAFEBAG* add_certificate(STACK_OF(PKCS12_SAFEBAG) * *bags, const std::string& der) {
    const X509Certificate certificate = certificate_of(der);
    return require(PKCS12_add_cert(bags, certificate.get()), "cannot put a certificate into PKCS#12");
}

// What says that key and certificate are one.
void mark(PKCS12_SAFEBAG* bag) {
    unsigned char id[] = {1};
    require(PKCS12_add_localkeyid(bag, id, sizeof id) == 1 && PKCS12_add_friendlyname_utf8(bag, alias, -1) == 1,
            "cannot name what is in PKCS#12");
}

void trust(PKCS12_SAFEBAG* bag, std::size_t number) {
    const std::string name = "anchor-" + std::to_string(number);
    auto* any_usage = reinterpret_cast<const unsigned char*>(OBJ_nid2obj(NID_anyExtendedKeyUsage));
    require(PKCS12_add_friendlyname_utf8(bag, name.c_str(), -1) == 1 &&
                PKCS12_add1_attr_by_txt(bag, trusted_by_java, V_ASN1_OBJECT, any_usage, -1) == 1,
            "cannot name what is in PKCS#12");
}

}  // namespace

std::string encrypted_key_pem(const recipe::Material& material, const Sealing& sealing) {
    Stream stream(sealing.seed, sealing.name, "encrypted key");
    const Drawing drawing(stream);
    const unsigned char* bytes = unsigned_bytes(material.key_der);
    const Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> key(
        require(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &bytes, static_cast<long>(material.key_der.size())),
                "cannot read a private key"));
    const Owned<X509_SIG, X509_SIG_free> encrypted(
        require(PKCS8_encrypt_ex(without_pbe1, EVP_aes_256_cbc(), sealing.password.data(),
                                 static_cast<int>(sealing.password.size()), nullptr, 0, iterations, key.get(),
                                 library(), nullptr),
                "cannot encrypt a private key"));
    return to_pem("ENCRYPTED PRIVATE KEY", der_of(encrypted.get(), i2d_X509_SIG, "cannot write a private key"));
}

std::string pkcs12_of(const recipe::Material& material, const Sealing& sealing) {
    Stream stream(sealing.seed, sealing.name, "pkcs12");
    const Drawing drawing(stream);
    Store store(sealing.password);
    STACK_OF(PKCS12_SAFEBAG)* certificates = nullptr;
    for (const std::string& der : material.chain_der) {
        PKCS12_SAFEBAG* bag = add_certificate(&certificates, der);
        if (&der == &material.chain_der.front())
            mark(bag);
    }
    store.add(certificates, NID_aes_256_cbc);
    const Key key = read_key(material.key_pem);
    STACK_OF(PKCS12_SAFEBAG)* keys = nullptr;
    mark(require(
        PKCS12_add_key_ex(&keys, key.get(), 0, iterations, NID_aes_256_cbc, store.password.c_str(), library(), nullptr),
        "cannot put a key into PKCS#12"));
    store.add(keys, -1);
    return store.der();
}

std::string pkcs12_of(std::span<const std::string> anchors_der, const Sealing& sealing) {
    Stream stream(sealing.seed, sealing.name, "pkcs12 anchors");
    const Drawing drawing(stream);
    Store store(sealing.password);
    STACK_OF(PKCS12_SAFEBAG)* certificates = nullptr;
    for (std::size_t i = 0; i < anchors_der.size(); ++i)
        trust(add_certificate(&certificates, anchors_der[i]), i + 1);
    store.add(certificates, NID_aes_256_cbc);
    return store.der();
}

}  // namespace gauntlet::issue
