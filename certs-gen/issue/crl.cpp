#include "crl.hpp"

#include "extensions.hpp"
#include "key.hpp"
#include "library.hpp"
#include "stream.hpp"
#include "validity.hpp"

namespace gauntlet::issue {
namespace {

void add_revoked(X509_CRL* crl, X509* certificate, const ASN1_TIME* date) {
    Owned<X509_REVOKED, X509_REVOKED_free> entry(require(X509_REVOKED_new(), "cannot make a CRL entry"));
    require(X509_REVOKED_set_serialNumber(entry.get(), X509_get_serialNumber(certificate)) == 1 &&
                X509_REVOKED_set_revocationDate(entry.get(), const_cast<ASN1_TIME*>(date)) == 1,
            "cannot set a CRL entry");
    require(X509_CRL_add0_revoked(crl, entry.get()) == 1, "cannot add to a CRL");
    static_cast<void>(entry.release());
}

void add_extensions(X509_CRL* crl, const recipe::Crl& recipe, X509* issuer) {
    const AuthorityKeyIdentifier identifier = recipe.key_identifier ? authority_key_identifier(issuer) : nullptr;
    if (identifier != nullptr)
        require(X509_CRL_add1_ext_i2d(crl, NID_authority_key_identifier, identifier.get(), 0, X509V3_ADD_APPEND) == 1,
                "cannot add an extension");
    const Owned<ASN1_INTEGER, ASN1_INTEGER_free> number(require(ASN1_INTEGER_new(), "cannot make a number"));
    require(ASN1_INTEGER_set_uint64(number.get(), recipe.number) == 1, "cannot set a number");
    require(X509_CRL_add1_ext_i2d(crl, NID_crl_number, number.get(), 0, X509V3_ADD_APPEND) == 1,
            "cannot add an extension");
}

}  // namespace

std::string make_crl(const recipe::Crl& recipe, std::uint64_t seed, std::chrono::sys_seconds now, X509* issuer,
                     EVP_PKEY* issuer_key, const std::vector<X509*>& revoked) {
    const X509Crl crl(require(X509_CRL_new_ex(library(), nullptr), "cannot make a CRL"));
    const Time this_update = asn1_time(now + recipe.this_update);
    require(X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2) == 1 &&
                X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(issuer)) == 1 &&
                X509_CRL_set1_lastUpdate(crl.get(), this_update.get()) == 1 &&
                X509_CRL_set1_nextUpdate(crl.get(), asn1_time(now + recipe.next_update).get()) == 1,
            "cannot set a CRL");
    for (X509* certificate : revoked)
        add_revoked(crl.get(), certificate, this_update.get());
    add_extensions(crl.get(), recipe, issuer);
    require(X509_CRL_sort(crl.get()) == 1, "cannot sort a CRL");

    Stream stream(seed, recipe.name, "signature");
    const Drawing drawing(stream);
    require(X509_CRL_sign_ctx(crl.get(), signer(issuer_key, recipe.digest).get()) > 0, "cannot sign a CRL");
    return der_of(crl.get(), i2d_X509_CRL, "cannot write a CRL");
}

}  // namespace gauntlet::issue
