#include "gauntlet/issue/given.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "key.hpp"
#include "library.hpp"
#include "openssl.hpp"
#include "pem.hpp"

namespace gauntlet::issue {

std::vector<std::string> read_certificates(std::string_view pem) {
    const Bio bio(require(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), "cannot read certificates"));
    std::vector<std::string> found;
    ERR_clear_error();
    while (const X509Certificate certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)})
        found.push_back(der_of(certificate.get(), i2d_X509, "cannot read a certificate"));
    // What is behind the last certificate is "no start line"; anything else is a broken certificate.
    const unsigned long error = ERR_peek_last_error();
    const bool at_end = ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
    require(!found.empty() && at_end, "cannot read a certificate");
    ERR_clear_error();
    return found;
}

recipe::Material read_material(std::string_view chain_pem, std::string_view key_pem) {
    recipe::Material material;
    material.chain_der = read_certificates(chain_pem);
    for (const std::string& der : material.chain_der)
        material.chain_pem += to_pem("CERTIFICATE", der);
    const Key key = read_key(key_pem);
    material.key_der = pkcs8_der(key.get());
    material.key_pem = to_pem("PRIVATE KEY", material.key_der);
    return material;
}

}  // namespace gauntlet::issue
