#include "outer_signature.hpp"

namespace gauntlet::reference {

bool names_two_algorithms(const X509* certificate) {
    const X509_ALGOR* outer = nullptr;
    X509_get0_signature(nullptr, &outer, certificate);
    return X509_ALGOR_cmp(outer, X509_get0_tbs_sigalg(certificate)) != 0;
}

bool outer_signature_verifies(X509* certificate, X509* issuer) {
    const ASN1_BIT_STRING* signature = nullptr;
    X509_get0_signature(&signature, nullptr, certificate);
    int digest = NID_undef;
    if (issuer == nullptr || OBJ_find_sigid_algs(X509_get_signature_nid(certificate), &digest, nullptr) != 1)
        return false;
    unsigned char* signed_part = nullptr;
    const int size = i2d_re_X509_tbs(certificate, &signed_part);
    if (size <= 0)
        return false;
    const std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
    const bool verifies = EVP_DigestVerifyInit(context.get(), nullptr, EVP_get_digestbynid(digest), nullptr,
                                               X509_get0_pubkey(issuer)) == 1 &&
                          EVP_DigestVerify(context.get(), ASN1_STRING_get0_data(signature),
                                           static_cast<std::size_t>(ASN1_STRING_length(signature)), signed_part,
                                           static_cast<std::size_t>(size)) == 1;
    OPENSSL_free(signed_part);
    ERR_clear_error();
    return verifies;
}

}  // namespace gauntlet::reference
