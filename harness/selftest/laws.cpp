#include "gauntlet/selftest/laws.hpp"

#include <algorithm>
#include <array>

namespace gauntlet::selftest {

namespace {

using core::Flaw;

constexpr std::array<LawFlaw, 7> list{{
    {Flaw::refuses_everyone, Law::serves_nobody,
     "whoever is refused by everyone's refusal was not refused for a reason"},
    {Flaw::accepts_and_never_answers, Law::serves_nobody, "silence towards everybody says nothing about anybody"},
    {Flaw::crashes_after_a_refusal, Law::dies,
     "every scenario in which a certificate is refused must notice the death"},
    {Flaw::speaks_tls_1_2_alone, Law::shuts_a_kind_out, "every scenario that runs under TLS 1.3 is refused", 70},
    {Flaw::speaks_tls_1_3_alone, Law::shuts_a_kind_out, "every scenario that runs under TLS 1.2 is refused", 70},
    {Flaw::refuses_client_with_intermediate, Law::shuts_a_kind_out,
     "good clients have an intermediate in all but a few scenarios", 48},
    {Flaw::lacks_secp256r1, Law::shuts_a_kind_out,
     "good clients have keys on that curve, which TLS 1.2 wants among the groups (RFC 8422 5.1)", 47},
}};

}  // namespace

std::span<const LawFlaw> law_flaws() {
    return list;
}

const LawFlaw* law_flaw(Flaw flaw) {
    const auto* found = std::find_if(list.begin(), list.end(), [flaw](const LawFlaw& l) { return l.flaw == flaw; });
    return found == list.end() ? nullptr : found;
}

std::optional<Law> law_of(Flaw flaw) {
    const LawFlaw* found = law_flaw(flaw);
    return found == nullptr ? std::nullopt : std::optional(found->law);
}

}  // namespace gauntlet::selftest
