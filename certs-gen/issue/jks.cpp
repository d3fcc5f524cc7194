// The format of sun.security.provider.JavaKeyStore and KeyProtector, which the OpenJDK documents in its source: numbers
// have their high byte first, texts a length of two bytes before them.
#include <array>
#include <utility>

#include "gauntlet/issue/stores.hpp"
#include "openssl.hpp"
#include "stream.hpp"

namespace gauntlet::issue {
namespace {

constexpr std::size_t sha1_size = 20;
constexpr std::uint32_t magic = 0xFEEDFEED;
constexpr std::uint32_t store_version = 2;
constexpr std::uint32_t private_key_entry = 1;
constexpr std::string_view alias = "server";
// The time that the entry was made, in milliseconds since 1970: nobody reads it, and it is the same in every run.
constexpr std::uint64_t made_at = 0;

std::string number(std::uint64_t value, unsigned bytes) {
    std::string text;
    for (unsigned i = bytes; i-- > 0;)
        text += static_cast<char>(value >> (8 * i) & 0xFFU);
    return text;
}

std::string text(std::string_view value) {
    return number(value.size(), 2) + std::string(value);
}

std::string blob(std::string_view value) {
    return number(value.size(), 4) + std::string(value);
}

std::string sha1(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    std::size_t size = 0;
    require(EVP_Q_digest(nullptr, "SHA1", nullptr, bytes.data(), bytes.size(), digest.data(), &size) == 1,
            "cannot hash");
    return {reinterpret_cast<const char*>(digest.data()), size};
}

// As UTF-16 with the high byte first; the passwords here are ASCII.
std::string wide(std::string_view password) {
    std::string result;
    for (const char letter : password) {
        result += '\0';
        result += letter;
    }
    return result;
}

// The length of a DER value: one byte, or how many follow and those.
std::string der(char tag, const std::string& content) {
    std::string length;
    if (content.size() < 128)
        length = number(content.size(), 1);
    else
        length = content.size() < 256 ? "\x81" + number(content.size(), 1) : "\x82" + number(content.size(), 2);
    return tag + length + content;
}

// The key xor SHA-1(password, the block before), which begins with the salt; then a checksum.
std::string protect(std::string_view key, const std::string& password, const std::string& salt) {
    std::string sealed;
    for (std::string block = salt; sealed.size() < key.size();) {
        block = sha1(password + block);
        for (std::size_t i = 0; i < sha1_size && sealed.size() < key.size(); ++i)
            sealed += static_cast<char>(key[sealed.size()] ^ block[i]);
    }
    return salt + sealed + sha1(password + std::string(key));
}

// PKCS#8 EncryptedPrivateKeyInfo with the algorithm 1.3.6.1.4.1.42.2.17.1.1 of Sun's KeyProtector.
std::string encrypted_key(const std::string& protected_key) {
    const std::string algorithm = der(0x30, der(0x06, "\x2B\x06\x01\x04\x01\x2A\x02\x11\x01\x01") + der(0x05, ""));
    return der(0x30, algorithm + der(0x04, protected_key));
}

std::string salt_of(const Sealing& sealing) {
    Stream stream(sealing.seed, sealing.name, "jks");
    std::array<unsigned char, sha1_size> salt{};
    require(stream.fill(salt), "cannot draw a salt");
    return {reinterpret_cast<const char*>(salt.data()), salt.size()};
}

}  // namespace

std::string jks_of(const recipe::Material& material, const Sealing& sealing) {
    const std::string password = wide(sealing.password);
    std::string store = number(magic, 4) + number(store_version, 4) + number(1, 4);
    store += number(private_key_entry, 4) + text(alias) + number(made_at, 8);
    store += blob(encrypted_key(protect(material.key_der, password, salt_of(sealing))));
    store += number(material.chain_der.size(), 4);
    for (const std::string& certificate : material.chain_der)
        store += text("X.509") + blob(certificate);
    return store + sha1(password + "Mighty Aphrodite" + store);
}

}  // namespace gauntlet::issue
