#include "path_rules.hpp"

#include "authority_faults.hpp"
#include "overlooked.hpp"

namespace gauntlet::reference {

namespace {

using core::Flaw;
using Path = STACK_OF(X509);

PathFault bad(const char* text) {
    return {SSL_AD_BAD_CERTIFICATE, text};
}
PathFault unsupported(const char* text) {
    return {SSL_AD_UNSUPPORTED_CERTIFICATE, text};
}

// RFC 8446 4.4.2.2, RFC 5246 7.4.8: OpenSSL takes keyAgreement for digitalSignature.
std::optional<PathFault> leaf_that_may_not_sign(const TlsState& state, X509* leaf) {
    if (!allows_signing(leaf) && !state.has(Flaw::ignores_key_usage_of_leaf))
        return unsupported("keyUsage of the leaf lacks digitalSignature");
    return std::nullopt;
}

// RFC 5280 6.1.4 (k): OpenSSL takes keyCertSign without basicConstraints for a CA. Trust anchors are what the
// configuration says (6.1.1 (d)).
std::optional<PathFault> issuer_that_is_no_authority(const TlsState& state, Path* path, int untrusted) {
    for (int depth = 1; depth < untrusted; ++depth) {
        X509* authority = sk_X509_value(path, depth);
        if (faults_of_authority(authority) != AuthorityFaults{} && !is_overlooked_authority(state, authority))
            return bad("an intermediate is no authority");
    }
    return std::nullopt;
}

// --- Flaws that ask too much.

bool has_unknown_extension(const X509* leaf) {
    for (int i = 0; i < X509_get_ext_count(leaf); ++i)
        if (OBJ_obj2nid(X509_EXTENSION_get_object(X509_get_ext(leaf, i))) == NID_undef)
            return true;
    return false;
}

std::optional<PathFault> flaw_of_leaf(const TlsState& state, X509* leaf) {
    if (state.has(Flaw::demands_extended_key_usage) && (X509_get_extension_flags(leaf) & EXFLAG_XKUSAGE) == 0)
        return unsupported("the leaf has no extendedKeyUsage");
    if (state.has(Flaw::refuses_unknown_extensions) && has_unknown_extension(leaf))
        return unsupported("the leaf has an unknown extension");
    if (state.has(Flaw::refuses_rsa_keys) && EVP_PKEY_is_a(X509_get0_pubkey(leaf), "RSA") == 1)
        return unsupported("the leaf's key is no ECDSA key");
    if (state.has(Flaw::demands_a_subject) && X509_NAME_entry_count(X509_get_subject_name(leaf)) == 0)
        return bad("the leaf has no subject");
    return std::nullopt;
}

bool is_self_issued(const X509* certificate) {
    return X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0;
}

// How many certificates below `depth` count for a pathLenConstraint (RFC 5280 4.2.1.9: intermediates that are not
// self-issued).
long counted_below(const TlsState& state, Path* path, int depth) {
    long count = state.has(Flaw::counts_the_leaf_in_path_length) ? 1 : 0;
    for (int below = 1; below < depth; ++below)
        if (!is_self_issued(sk_X509_value(path, below)) || state.has(Flaw::counts_self_issued_in_path_length))
            ++count;
    return count;
}

std::optional<PathFault> flaw_of_path_length(const TlsState& state, Path* path) {
    if (!state.has(Flaw::counts_the_leaf_in_path_length) && !state.has(Flaw::counts_self_issued_in_path_length))
        return std::nullopt;
    for (int depth = 1; depth < sk_X509_num(path); ++depth) {
        const long limit = X509_get_pathlen(sk_X509_value(path, depth));
        if (limit >= 0 && counted_below(state, path, depth) > limit)
            return bad("a path length is exceeded");
    }
    return std::nullopt;
}

std::optional<PathFault> flaw_of_authorities(const TlsState& state, Path* path, int untrusted) {
    for (int depth = 1; depth < untrusted; ++depth) {
        const X509* authority = sk_X509_value(path, depth);
        if (state.has(Flaw::demands_key_usage_of_authorities) && X509_get_ext_by_NID(authority, NID_key_usage, -1) < 0)
            return bad("an intermediate has no keyUsage");
        if (state.has(Flaw::refuses_name_constraints) && X509_get_ext_by_NID(authority, NID_name_constraints, -1) >= 0)
            return unsupported("an intermediate has name constraints");
    }
    return std::nullopt;
}

// Looks for the CRL of each certificate under the certificate above it, of which the root, in every path, has none.
std::optional<PathFault> flaw_of_revocation(const TlsState& state) {
    if (!state.has(Flaw::refuses_everyone_with_crl) || state.crls.empty())
        return std::nullopt;
    return PathFault{SSL_AD_CERTIFICATE_UNKNOWN, "no CRL is found for the root"};
}

bool is_in_order(Path* message) {
    for (int i = 0; i + 1 < sk_X509_num(message); ++i)
        if (X509_NAME_cmp(X509_get_issuer_name(sk_X509_value(message, i)),
                          X509_get_subject_name(sk_X509_value(message, i + 1))) != 0)
            return false;
    return true;
}

bool has_a_root_above_the_leaf(Path* message) {
    for (int i = 1; i < sk_X509_num(message); ++i)
        if (X509_self_signed(sk_X509_value(message, i), 0) == 1)
            return true;
    return false;
}

}  // namespace

std::optional<PathFault> fault_of_message(const TlsState& state, X509_STORE_CTX& verification) {
    Path* message = X509_STORE_CTX_get0_untrusted(&verification);
    if (state.has(Flaw::expects_the_chain_in_order) && !is_in_order(message))
        return PathFault{SSL_AD_UNKNOWN_CA, "a certificate of the message is not issued by the next one"};
    if (state.has(Flaw::refuses_a_root_in_the_message) && has_a_root_above_the_leaf(message))
        return PathFault{SSL_AD_UNKNOWN_CA, "the message contains a self-signed certificate"};
    return std::nullopt;
}

std::optional<PathFault> fault_of_path(const TlsState& state, X509_STORE_CTX& verification) {
    Path* path = X509_STORE_CTX_get0_chain(&verification);
    const int untrusted = X509_STORE_CTX_get_num_untrusted(&verification);
    X509* leaf = sk_X509_value(path, 0);
    if (const auto fault = leaf_that_may_not_sign(state, leaf))
        return fault;
    if (const auto fault = issuer_that_is_no_authority(state, path, untrusted))
        return fault;
    if (const auto fault = flaw_of_leaf(state, leaf))
        return fault;
    if (const auto fault = flaw_of_authorities(state, path, untrusted))
        return fault;
    if (state.has(Flaw::demands_an_intermediate) && sk_X509_num(path) == 2)
        return PathFault{SSL_AD_UNKNOWN_CA, "the leaf's issuer is no intermediate"};
    if (const auto fault = flaw_of_path_length(state, path))
        return fault;
    return flaw_of_revocation(state);
}

}  // namespace gauntlet::reference
