#include "pem.hpp"

#include <openssl/pem.h>

#include "openssl.hpp"

namespace gauntlet::issue {

std::string to_pem(const char* label, std::string_view der) {
    const Bio bio(require(BIO_new(BIO_s_mem()), "cannot write PEM"));
    require(PEM_write_bio(bio.get(), label, "", unsigned_bytes(der), static_cast<long>(der.size())) > 0,
            "cannot write PEM");
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace gauntlet::issue
