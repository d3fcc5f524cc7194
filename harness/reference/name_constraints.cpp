#include "name_constraints.hpp"

namespace gauntlet::reference {

namespace {

using core::Flaw;
using Constraints = std::unique_ptr<NAME_CONSTRAINTS, Freer<NAME_CONSTRAINTS_free>>;

template <typename Drop>
void remove(STACK_OF(GENERAL_SUBTREE) * subtrees, Drop drop) {
    for (int i = sk_GENERAL_SUBTREE_num(subtrees) - 1; i >= 0; --i)
        if (drop(*sk_GENERAL_SUBTREE_value(subtrees, i)))
            GENERAL_SUBTREE_free(sk_GENERAL_SUBTREE_delete(subtrees, i));
}

// What the flaw sees of them.
void narrow(NAME_CONSTRAINTS& constraints, const TlsState& state) {
    const auto all = [](const GENERAL_SUBTREE&) { return true; };
    const auto not_dns = [](const GENERAL_SUBTREE& subtree) { return subtree.base->type != GEN_DNS; };
    if (state.has(Flaw::ignores_permitted_subtrees))
        remove(constraints.permittedSubtrees, all);
    if (state.has(Flaw::ignores_excluded_subtrees))
        remove(constraints.excludedSubtrees, all);
    if (state.has(Flaw::constrains_dns_names_alone)) {
        remove(constraints.permittedSubtrees, not_dns);
        remove(constraints.excludedSubtrees, not_dns);
    }
}

bool has_dns_name(const X509* certificate) {
    const std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>> names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i)
        if (sk_GENERAL_NAME_value(names.get(), i)->type == GEN_DNS)
            return true;
    return false;
}

// As OpenSSL judges: a leaf without a DNS name by its common name too.
bool keeps(X509* certificate, bool leaf, NAME_CONSTRAINTS* constraints) {
    return NAME_CONSTRAINTS_check(certificate, constraints) == X509_V_OK &&
           (!leaf || has_dns_name(certificate) || NAME_CONSTRAINTS_check_CN(certificate, constraints) == X509_V_OK);
}

}  // namespace

bool overlooks_constraints(const TlsState& state, X509_STORE_CTX& verification, int depth) {
    STACK_OF(X509)* path = X509_STORE_CTX_get0_chain(&verification);
    for (int above = depth + 1; above < sk_X509_num(path); ++above) {
        const Constraints constraints(static_cast<NAME_CONSTRAINTS*>(
            X509_get_ext_d2i(sk_X509_value(path, above), NID_name_constraints, nullptr, nullptr)));
        if (!constraints)
            continue;
        narrow(*constraints, state);
        if (!keeps(sk_X509_value(path, depth), depth == 0, constraints.get()))
            return false;
    }
    return true;
}

}  // namespace gauntlet::reference
