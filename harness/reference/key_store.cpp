#include "key_store.hpp"

#include <fmt/format.h>
#include <openssl/pkcs12.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "java_key_store.hpp"
#include "tls.hpp"

namespace gauntlet::reference {
namespace {

using Pkcs12Handle = std::unique_ptr<PKCS12, Freer<PKCS12_free>>;

void free_certificates(STACK_OF(X509) * list) {
    sk_X509_pop_free(list, X509_free);
}

const unsigned char* begin_of(const std::string& bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

KeyStore read_pkcs12(const std::string& bytes, const std::string& password) {
    const unsigned char* at = begin_of(bytes);
    const Pkcs12Handle file(d2i_PKCS12(nullptr, &at, static_cast<long>(bytes.size())));
    if (!file)
        throw std::runtime_error("it is neither PKCS#12 nor JKS");
    EVP_PKEY* key = nullptr;
    X509* leaf = nullptr;
    STACK_OF(X509)* others = nullptr;
    if (PKCS12_parse(file.get(), password.c_str(), &key, &leaf, &others) != 1)
        throw std::runtime_error(take_openssl_error());
    KeyStore store;
    store.key.reset(key);
    CertificateHandle first(leaf);
    const std::unique_ptr<STACK_OF(X509), Freer<free_certificates>> rest(others);
    if (!store.key || !first)
        throw std::runtime_error("it has no entry with a key");
    store.chain.push_back(std::move(first));
    for (int i = 0; rest && i < sk_X509_num(rest.get()); ++i) {
        X509_up_ref(sk_X509_value(rest.get(), i));
        store.chain.emplace_back(sk_X509_value(rest.get(), i));
    }
    return store;
}

KeyStore read_jks(const std::string& bytes, const std::string& password) {
    const JavaKeyEntry entry = read_java_key_store(bytes, password);
    KeyStore store;
    for (const std::string& der : entry.chain) {
        const unsigned char* at = begin_of(der);
        store.chain.emplace_back(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
        if (!store.chain.back())
            throw std::runtime_error("a certificate of it cannot be read: " + take_openssl_error());
    }
    const unsigned char* at = begin_of(entry.key);
    store.key.reset(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(entry.key.size())));
    if (!store.key || store.chain.empty())
        throw std::runtime_error("its key cannot be read: " + take_openssl_error());
    return store;
}

}  // namespace

KeyStore read_key_store(const std::filesystem::path& file, const std::string& password) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw TlsFault(fmt::format("{}: cannot be opened; name another file", file.string()));
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    try {
        return is_java_key_store(bytes) ? read_jks(bytes, password) : read_pkcs12(bytes, password);
    } catch (const std::runtime_error& error) {
        throw TlsFault(
            fmt::format("{}: the store cannot be read: {}; check it and key_password", file.string(), error.what()));
    }
}

}  // namespace gauntlet::reference
