#include "verification.hpp"

#include <fmt/format.h>

#include "overlooked.hpp"
#include "path_rules.hpp"
#include "tls.hpp"
#include "verification_alert.hpp"

namespace gauntlet::reference {

namespace {

using core::Flaw;

constexpr int auth_level = 2;  // 112 bits, and no SHA-1: RFC 9325 4.5

SSL* connection_of_verification(X509_STORE_CTX* verification) {
    return static_cast<SSL*>(X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()));
}

// OpenSSL leaves out issuers that may not issue while it builds the path, and then reports that none was found. Let it
// find them: what they may not do is said once the path stands.
int is_issuer(X509_STORE_CTX* verification, X509* subject, X509* issuer) {
    const bool by_name = state_of(connection_of_verification(verification)).has(Flaw::compares_issuer_names_alone);
    if (by_name)
        return X509_NAME_cmp(X509_get_subject_name(issuer), X509_get_issuer_name(subject)) == 0 ? 1 : 0;
    const int fault = X509_check_issued(issuer, subject);
    return fault == X509_V_OK || fault == X509_V_ERR_KEYUSAGE_NO_CERTSIGN ? 1 : 0;
}

int on_step(int ok, X509_STORE_CTX* verification) {
    if (ok == 1)
        return 1;
    const TlsState& state = state_of(connection_of_verification(verification));
    return is_overlooked(state, *verification) ? 1 : 0;
}

// RFC 5280 6, and 6.3 for every certificate of the path where CRLs are given.
bool path_is_valid(X509_STORE_CTX* verification, const TlsState& state) {
    X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(verification);
    X509_VERIFY_PARAM_set_auth_level(parameters, auth_level);
    if (!state.crls.empty() && !state.has(Flaw::ignores_crl)) {
        X509_STORE_CTX_set_flags(verification, X509_V_FLAG_CRL_CHECK);
        if (!state.has(Flaw::checks_crl_of_leaf_alone))
            X509_STORE_CTX_set_flags(verification, X509_V_FLAG_CRL_CHECK_ALL);
    }
    if (state.has(Flaw::trusts_its_own_issuer_for_clients))
        X509_STORE_CTX_set_flags(verification, X509_V_FLAG_PARTIAL_CHAIN);
    if (state.has(Flaw::limits_depth_to_two))
        X509_STORE_CTX_set_depth(verification, 2);
    if (state.has(Flaw::refuses_client_with_intermediate))
        X509_STORE_CTX_set0_untrusted(verification, nullptr);
    X509_STORE_CTX_set_verify_cb(verification, on_step);
    return X509_verify_cert(verification) == 1;
}

std::string described(X509_STORE_CTX* verification) {
    const X509* certificate = X509_STORE_CTX_get_current_cert(verification);
    return fmt::format("{} at depth {} ({})", X509_verify_cert_error_string(X509_STORE_CTX_get_error(verification)),
                       X509_STORE_CTX_get_error_depth(verification),
                       certificate != nullptr ? one_line(X509_get_subject_name(certificate)) : "no certificate");
}

// Empty: accepted; else why not, and the error that stands for the alert is set.
std::string refusal_of(X509_STORE_CTX* verification, const TlsState& state) {
    // The message as it came: X509_verify_cert works on copies of the stack.
    if (const std::optional<PathFault> fault = fault_of_message(state, *verification)) {
        set_alert(verification, fault->alert);
        return fault->text;
    }
    if (!path_is_valid(verification, state)) {
        const std::string text = described(verification);
        set_alert(verification, alert_of(X509_STORE_CTX_get_error(verification)));
        return text;
    }
    if (const std::optional<PathFault> fault = fault_of_path(state, *verification)) {
        set_alert(verification, fault->alert);
        return fault->text;
    }
    X509_STORE_CTX_set_error(verification, X509_V_OK);
    return {};
}

int verify(X509_STORE_CTX* verification, void*) {
    SSL* connection = connection_of_verification(verification);
    const TlsState& state = state_of(connection);
    std::string& refusal = connection_of(connection).refusal;
    refusal = refusal_of(verification, state);
    if (refusal.empty())
        return 1;
    if (state.has(Flaw::sends_one_alert_for_everything))
        set_alert(verification, SSL_AD_HANDSHAKE_FAILURE);
    return 0;
}

void trust(X509_STORE* store, const CertificateHandle& certificate) {
    if (X509_STORE_add_cert(store, certificate.get()) != 1)
        throw TlsFault("OpenSSL cannot trust a certificate of client_ca: " + take_openssl_error());
}

StoreHandle store_of(const TlsState& state) {
    StoreHandle store(X509_STORE_new());
    for (const CertificateHandle& anchor : state.anchors)
        trust(store.get(), anchor);
    if (state.has(Flaw::trusts_its_own_issuer_for_clients))
        for (std::size_t i = 1; i < state.chain.size(); ++i)
            trust(store.get(), state.chain[i]);
    for (const CrlHandle& crl : state.crls)
        if (X509_STORE_add_crl(store.get(), crl.get()) != 1)
            throw TlsFault("OpenSSL cannot use a CRL: " + take_openssl_error());
    X509_STORE_set_check_issued(store.get(), is_issuer);
    return store;
}

int verify_mode(const TlsState& state) {
    const bool asks = state.settings.require_certificate ||
                      (state.has(Flaw::requests_a_certificate_unasked) && !state.anchors.empty());
    if (!asks)
        return SSL_VERIFY_NONE;
    const bool insists = state.requires_certificate() && !state.has(Flaw::executes_before_verification);
    return insists ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : SSL_VERIFY_PEER;
}

}  // namespace

void set_verification(SSL_CTX* context, const TlsState& state) {
    const StoreHandle store = store_of(state);
    SSL_CTX_set1_verify_cert_store(context, store.get());
    // RFC 8446 4.2.4: the names of the anchors help clients to choose among their certificates.
    for (const CertificateHandle& anchor : state.anchors)
        SSL_CTX_add_client_CA(context, anchor.get());
    SSL_CTX_set_verify(context, verify_mode(state), nullptr);
    SSL_CTX_set_cert_verify_callback(context, verify, nullptr);
    ERR_clear_error();
}

}  // namespace gauntlet::reference
