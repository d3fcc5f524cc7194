#include "tls_files.hpp"

#include <fmt/format.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "tls.hpp"

namespace gauntlet::reference {

namespace {

BioHandle open(const std::filesystem::path& file) {
    BioHandle bio(BIO_new_file(file.c_str(), "rb"));
    if (!bio) {
        const int error = errno;
        ERR_clear_error();
        throw TlsFault(fmt::format("{}: cannot be opened: {}", file.string(), std::strerror(error)));
    }
    return bio;
}

bool at_end_of_blocks() {
    const unsigned long error = ERR_peek_last_error();
    return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

// Every block of one kind.
template <typename Handle, typename Read>
std::vector<Handle> read_blocks(const std::filesystem::path& file, const char* what, Read read) {
    const BioHandle bio = open(file);
    std::vector<Handle> blocks;
    for (;;) {
        Handle block(read(bio.get(), nullptr, nullptr, nullptr));
        if (!block)
            break;
        blocks.push_back(std::move(block));
    }
    if (!at_end_of_blocks())
        throw TlsFault(fmt::format("{}: {} {} cannot be read: {}; write it again as PEM", file.string(), what,
                                   blocks.size() + 1, take_openssl_error()));
    ERR_clear_error();
    if (blocks.empty())
        throw TlsFault(fmt::format("{}: holds no {} in PEM; name another file", file.string(), what));
    return blocks;
}

// Nobody is asked for a pass phrase: it is the configured one.
int give_password(char* buffer, int size, int, void* configured) {
    const std::string& password = *static_cast<const std::string*>(configured);
    if (password.empty() || password.size() > static_cast<std::size_t>(size))
        return -1;
    std::ranges::copy(password, buffer);
    return static_cast<int>(password.size());
}

}  // namespace

std::vector<CertificateHandle> read_certificates(const std::filesystem::path& file) {
    return read_blocks<CertificateHandle>(file, "certificate", PEM_read_bio_X509);
}

std::vector<CrlHandle> read_crls(const std::filesystem::path& file) {
    return read_blocks<CrlHandle>(file, "CRL", PEM_read_bio_X509_CRL);
}

KeyHandle read_key(const std::filesystem::path& file, const std::string& password) {
    const BioHandle bio = open(file);
    KeyHandle key(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_password, const_cast<std::string*>(&password)));
    if (!key)
        throw TlsFault(
            fmt::format("{}: holds no private key that can be read: {}; write it as PEM without a pass phrase, or set "
                        "key_password",
                        file.string(), take_openssl_error()));
    return key;
}

std::vector<std::uint8_t> read_ocsp_response(const std::filesystem::path& file) {
    const BioHandle bio = open(file);
    const std::unique_ptr<OCSP_RESPONSE, Freer<OCSP_RESPONSE_free>> response(d2i_OCSP_RESPONSE_bio(bio.get(), nullptr));
    if (!response)
        throw TlsFault(
            fmt::format("{}: holds no OCSP response in DER: {}; fetch it again", file.string(), take_openssl_error()));
    std::vector<std::uint8_t> der(static_cast<std::size_t>(i2d_OCSP_RESPONSE(response.get(), nullptr)));
    unsigned char* out = der.data();
    i2d_OCSP_RESPONSE(response.get(), &out);
    return der;
}

}  // namespace gauntlet::reference
