#include "access.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace gauntlet::reference {

namespace {

std::string sha_256(std::string_view salt, std::string_view password) {
    const std::string text = std::string(salt).append(password);
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    if (EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), &length, EVP_sha256(),
                   nullptr) != 1)
        throw std::runtime_error("OpenSSL cannot compute SHA-256");
    digest.resize(length);
    return digest;
}

std::string salt() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("OpenSSL has no random bytes");
    return {bytes.begin(), bytes.end()};
}

mqtt::User stored(const User& user) {
    mqtt::User result{.name = user.name, .salt = salt(), .hash = {}};
    result.hash = sha_256(result.salt, user.password);
    return result;
}

}  // namespace

mqtt::Access access_of(const ListenerSettings& settings, const Flaws& flaws) {
    mqtt::Access access;
    access.hash = sha_256;
    if (flaws.has(core::Flaw::refuses_everyone)) {
        access.users.emplace_back();  // an entry that nobody's password can have
        return access;
    }
    for (const User& user : settings.users)
        access.users.push_back(stored(user));
    access.identity_common_name = settings.identity_common_name;
    access.own_topics_only = settings.own_topics_only;
    return access;
}

}  // namespace gauntlet::reference
