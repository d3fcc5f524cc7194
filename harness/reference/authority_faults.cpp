#include "authority_faults.hpp"

namespace gauntlet::reference {

bool allows_signing(X509* leaf) {
    return (X509_get_key_usage(leaf) & KU_DIGITAL_SIGNATURE) != 0;
}

bool allows_clients(X509* certificate) {
    return (X509_get_extended_key_usage(certificate) & XKU_SSL_CLIENT) != 0;
}

AuthorityFaults faults_of_authority(X509* certificate) {
    AuthorityFaults faults;
    const std::uint32_t flags = X509_get_extension_flags(certificate);
    faults.version_1 = X509_get_version(certificate) == X509_VERSION_1;
    faults.no_basic_constraints = !faults.version_1 && (flags & EXFLAG_BCONS) == 0;
    faults.not_a_ca = (flags & EXFLAG_BCONS) != 0 && (flags & EXFLAG_CA) == 0;
    faults.no_key_cert_sign = (X509_get_key_usage(certificate) & KU_KEY_CERT_SIGN) == 0;
    faults.not_for_clients = !allows_clients(certificate);
    return faults;
}

}  // namespace gauntlet::reference
