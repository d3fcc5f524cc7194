#include "java_key_store.hpp"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>

#include "openssl.hpp"

namespace gauntlet::reference {
namespace {

constexpr std::size_t sha1_size = 20;
constexpr std::string_view magic = "\xFE\xED\xFE\xED";

std::string sha1(const std::string& bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    std::size_t size = 0;
    if (EVP_Q_digest(nullptr, "SHA1", nullptr, bytes.data(), bytes.size(), digest.data(), &size) != 1)
        throw std::runtime_error("SHA-1 is switched off");
    return {reinterpret_cast<const char*>(digest.data()), size};
}

// UTF-16, high byte first.
std::string wide(std::string_view password) {
    std::string result;
    for (const char letter : password) {
        result += '\0';
        result += letter;
    }
    return result;
}

class Cursor {
  public:
    explicit Cursor(std::string_view bytes) : rest_(bytes) {}

    std::string_view take(std::size_t size) {
        if (size > rest_.size())
            throw std::runtime_error("it ends too early");
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    std::uint32_t number(std::size_t bytes) {
        std::uint32_t value = 0;
        for (const char byte : take(bytes))
            value = value << 8U | static_cast<unsigned char>(byte);
        return value;
    }
    std::string_view text() { return take(number(2)); }
    std::string_view blob() { return take(number(4)); }

  private:
    std::string_view rest_;
};

// What Sun's KeyProtector wrote: a salt, the key xor a chain of hashes, a checksum.
std::string opened(std::string_view sealed, const std::string& password) {
    if (sealed.size() < 2 * sha1_size)
        throw std::runtime_error("its key is too short");
    std::string block(sealed.substr(0, sha1_size));
    const std::string_view hidden = sealed.substr(sha1_size, sealed.size() - 2 * sha1_size);
    std::string key;
    while (key.size() < hidden.size()) {
        block = sha1(password + block);
        for (std::size_t i = 0; i < sha1_size && key.size() < hidden.size(); ++i)
            key += static_cast<char>(hidden[key.size()] ^ block[i]);
    }
    if (sha1(password + key) != sealed.substr(sealed.size() - sha1_size))
        throw std::runtime_error("the password is not that of its key");
    return key;
}

std::string key_of(std::string_view encrypted, const std::string& password) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(encrypted.data());
    const std::unique_ptr<X509_SIG, Freer<X509_SIG_free>> info(
        d2i_X509_SIG(nullptr, &bytes, static_cast<long>(encrypted.size())));
    if (!info)
        throw std::runtime_error("its key is no EncryptedPrivateKeyInfo");
    const ASN1_OCTET_STRING* sealed = nullptr;
    X509_SIG_get0(info.get(), nullptr, &sealed);
    return opened({reinterpret_cast<const char*>(ASN1_STRING_get0_data(sealed)),
                   static_cast<std::size_t>(ASN1_STRING_length(sealed))},
                  password);
}

void check_seal(std::string_view bytes, const std::string& password) {
    if (bytes.size() < sha1_size)
        throw std::runtime_error("it ends too early");
    const std::string_view content = bytes.substr(0, bytes.size() - sha1_size);
    if (sha1(password + "Mighty Aphrodite" + std::string(content)) != bytes.substr(content.size()))
        throw std::runtime_error("the password is not that of the store, or the store is damaged");
}

}  // namespace

bool is_java_key_store(std::string_view bytes) {
    return bytes.starts_with(magic);
}

JavaKeyEntry read_java_key_store(std::string_view bytes, std::string_view password) {
    const std::string secret = wide(password);
    check_seal(bytes, secret);
    Cursor cursor(bytes);
    cursor.take(magic.size());
    if (cursor.number(4) != 2)
        throw std::runtime_error("its version is not 2");
    const std::uint32_t entries = cursor.number(4);
    for (std::uint32_t entry = 0; entry < entries; ++entry) {
        const bool has_key = cursor.number(4) == 1;
        cursor.text();   // alias
        cursor.take(8);  // time
        const std::string_view key = has_key ? cursor.blob() : std::string_view();
        JavaKeyEntry result;
        for (std::uint32_t left = has_key ? cursor.number(4) : 1; left > 0; --left) {
            cursor.text();  // type of certificate
            result.chain.emplace_back(cursor.blob());
        }
        if (!has_key)
            continue;
        result.key = key_of(key, secret);
        return result;
    }
    throw std::runtime_error("it has no entry with a key");
}

}  // namespace gauntlet::reference
