#include "verification_alert.hpp"

namespace gauntlet::reference {

int alert_of(int error) {
    switch (error) {
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_CERT_CHAIN_TOO_LONG:
            return SSL_AD_UNKNOWN_CA;
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return SSL_AD_CERTIFICATE_EXPIRED;
        case X509_V_ERR_CERT_REVOKED:
            return SSL_AD_CERTIFICATE_REVOKED;
        case X509_V_ERR_INVALID_PURPOSE:
        case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
            return SSL_AD_UNSUPPORTED_CERTIFICATE;
        // "Some other (unspecified) issue": the status is not known, the certificate may be good.
        case X509_V_ERR_UNABLE_TO_GET_CRL:
        case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
        case X509_V_ERR_CRL_HAS_EXPIRED:
        case X509_V_ERR_CRL_NOT_YET_VALID:
        case X509_V_ERR_CRL_SIGNATURE_FAILURE:
            return SSL_AD_CERTIFICATE_UNKNOWN;
        // "Corrupt, contained signatures that did not verify correctly, etc."
        default:
            return SSL_AD_BAD_CERTIFICATE;
    }
}

void set_alert(X509_STORE_CTX* verification, int alert) {
    const auto error = [alert] {
        switch (alert) {
            case SSL_AD_UNKNOWN_CA:
                return X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
            case SSL_AD_CERTIFICATE_EXPIRED:
                return X509_V_ERR_CERT_HAS_EXPIRED;
            case SSL_AD_CERTIFICATE_REVOKED:
                return X509_V_ERR_CERT_REVOKED;
            case SSL_AD_UNSUPPORTED_CERTIFICATE:
                return X509_V_ERR_INVALID_PURPOSE;
            case SSL_AD_CERTIFICATE_UNKNOWN:
                return X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION;
            case SSL_AD_HANDSHAKE_FAILURE:
                return X509_V_ERR_APPLICATION_VERIFICATION;
            default:
                return X509_V_ERR_CERT_REJECTED;  // bad_certificate
        }
    };
    X509_STORE_CTX_set_error(verification, error());
}

}  // namespace gauntlet::reference
