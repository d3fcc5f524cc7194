#include "overlooked.hpp"

#include "authority_faults.hpp"
#include "name_constraints.hpp"
#include "outer_signature.hpp"

namespace gauntlet::reference {

namespace {

using core::Flaw;

struct Place {
    X509* certificate = nullptr;
    int depth = 0;
    bool anchor = false;  // of the configuration, not of the message
    bool leaf() const { return depth == 0; }
};

Place place_of(X509_STORE_CTX& verification) {
    const int depth = X509_STORE_CTX_get_error_depth(&verification);
    return {X509_STORE_CTX_get_current_cert(&verification), depth,
            depth >= X509_STORE_CTX_get_num_untrusted(&verification)};
}

bool names_an_anchor(const TlsState& state, const X509* certificate) {
    for (const CertificateHandle& anchor : state.anchors)
        if (X509_NAME_cmp(X509_get_subject_name(anchor.get()), X509_get_subject_name(certificate)) == 0)
            return true;
    return false;
}

bool date(const TlsState& state, const Place& place, Flaw of_leaf) {
    if (place.leaf())
        return state.has(of_leaf);
    return state.has(place.anchor ? Flaw::ignores_dates_of_anchors : Flaw::checks_dates_of_leaf_alone);
}

bool signature(const TlsState& state, X509_STORE_CTX& verification, const Place& place) {
    if (!place.leaf())
        return state.has(Flaw::verifies_signature_of_leaf_alone);
    if (names_two_algorithms(place.certificate))
        return state.has(Flaw::takes_the_outer_signature_algorithm) &&
               outer_signature_verifies(place.certificate,
                                        sk_X509_value(X509_STORE_CTX_get0_chain(&verification), place.depth + 1));
    return state.has(Flaw::compares_issuer_names_alone);
}

// OpenSSL says "purpose" of both usages.
bool usage_of_leaf(const TlsState& state, X509* leaf) {
    return (allows_signing(leaf) || state.has(Flaw::ignores_key_usage_of_leaf)) &&
           (allows_clients(leaf) || state.has(Flaw::ignores_extended_key_usage_of_leaf));
}

}  // namespace

bool is_overlooked_authority(const TlsState& state, X509* authority) {
    const AuthorityFaults faults = faults_of_authority(authority);
    const bool acceptable_leaf = allows_signing(authority) && allows_clients(authority);
    if (state.has(Flaw::takes_leaves_for_authorities) && acceptable_leaf && faults.not_a_ca)
        return true;
    return (!faults.version_1 || state.has(Flaw::takes_version_1_for_authorities)) &&
           (!faults.no_basic_constraints || state.has(Flaw::demands_basic_constraints_only_if_present)) &&
           (!faults.not_a_ca || state.has(Flaw::ignores_basic_constraints)) &&
           (!faults.no_key_cert_sign || state.has(Flaw::ignores_key_usage_of_authorities)) &&
           (!faults.not_for_clients || state.has(Flaw::ignores_extended_key_usage_of_authorities));
}

bool is_overlooked(const TlsState& state, X509_STORE_CTX& verification) {
    if (state.flaws.empty())
        return false;
    const Place place = place_of(verification);
    switch (X509_STORE_CTX_get_error(&verification)) {
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return state.has(Flaw::accepts_any_issuer);
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
            return state.has(Flaw::trusts_a_root_in_the_message) ||
                   (state.has(Flaw::finds_anchors_by_name) && names_an_anchor(state, place.certificate));
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
            return state.has(Flaw::accepts_self_signed_leaf);
        case X509_V_ERR_CERT_SIGNATURE_FAILURE:
            return signature(state, verification, place);
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return date(state, place, Flaw::ignores_not_after_of_leaf);
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return date(state, place, Flaw::ignores_not_before_of_leaf);
        case X509_V_ERR_INVALID_PURPOSE:
            if (place.leaf())
                return usage_of_leaf(state, place.certificate);
            [[fallthrough]];
        case X509_V_ERR_INVALID_CA:
        case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
            return is_overlooked_authority(state, place.certificate);
        case X509_V_ERR_PATH_LENGTH_EXCEEDED:
            return state.has(Flaw::ignores_path_length);
        case X509_V_ERR_PERMITTED_VIOLATION:
        case X509_V_ERR_EXCLUDED_VIOLATION:
            return overlooks_constraints(state, verification, place.depth);
        case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
            return state.has(Flaw::ignores_unknown_critical_extensions);
        case X509_V_ERR_CA_MD_TOO_WEAK:
            return state.has(Flaw::accepts_sha1_signatures);
        case X509_V_ERR_EE_KEY_TOO_SMALL:
        case X509_V_ERR_CA_KEY_TOO_SMALL:
            return state.has(Flaw::accepts_short_rsa_keys);
        case X509_V_ERR_UNABLE_TO_GET_CRL:
            return state.has(Flaw::passes_without_crl);
        case X509_V_ERR_CRL_HAS_EXPIRED:
            return state.has(Flaw::ignores_next_update);
        case X509_V_ERR_CRL_SIGNATURE_FAILURE:
            return state.has(Flaw::ignores_crl_signature);
        default:
            return false;
    }
}

}  // namespace gauntlet::reference
