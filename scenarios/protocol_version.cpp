// TLS versions that are and are not negotiated, and protection from downgrades.
#include <algorithm>

#include "alert_flaws.hpp"
#include "families.hpp"
#include "gauntlet/core/conversation.hpp"
#include "gauntlet/core/lint.hpp"
#include "profiles.hpp"

namespace gauntlet::scenarios {

namespace {

using core::Flaw;
using core::Level;
using core::TlsVersion;

constexpr std::array<TlsVersion, 4> versions{TlsVersion::tls_1_0, TlsVersion::tls_1_1, TlsVersion::tls_1_2,
                                             TlsVersion::tls_1_3};

// "1-2", as it stands in ids.
constexpr std::string_view digits(TlsVersion version) {
    return core::slug(version).substr(4);
}

constexpr core::Profile with_minimum(TlsVersion minimum) {
    core::Profile profile = profile::one_way();
    profile.name = "minimum-tls-";
    profile.name.append(digits(minimum));
    profile.min_version = minimum;
    // Libraries of today refuse the signatures and key sizes of TLS 1.0 and 1.1 unless told otherwise.
    profile.legacy = minimum < TlsVersion::tls_1_2;
    return profile;
}

// How the client's range lies to the broker's, which goes from its minimum up to TLS 1.3. Distances in versions.
constexpr std::string_view relation(TlsVersion client_min, TlsVersion client_max, TlsVersion minimum) {
    const int distance = static_cast<int>(minimum) - static_cast<int>(client_max);
    if (distance > 1)
        return "gap";
    if (distance == 1)
        return "below";
    if (distance == 0)
        return "touching";
    return client_min > minimum ? "above" : "across";
}

constexpr std::string_view title_of(std::string_view relation) {
    if (relation == "gap")
        return "A client whose newest version is at least two below the broker's minimum is refused";
    if (relation == "below")
        return "A client whose newest version is just below the broker's minimum is refused";
    if (relation == "touching")
        return "A client whose newest version is the broker's minimum gets that version";
    if (relation == "above")
        return "A client whose oldest version is above the broker's minimum gets its newest version";
    return "A client whose range contains the broker's minimum gets its newest version";
}

constexpr core::Pattern negotiated(TlsVersion version) {
    return core::with(core::handshake_done(), "version", {std::string(core::to_string(version))});
}

// Every pair of client range and broker minimum.
constexpr core::Scenario pair(TlsVersion minimum, TlsVersion client_min, TlsVersion client_max) {
    core::Scenario s;
    const std::string_view kind = relation(client_min, client_max, minimum);
    s.check = "protocol-version/";
    s.check.append(kind);
    s.variant = "minimum-";
    s.variant.append(digits(minimum)).append("-client-").append(digits(client_min));
    if (client_max != client_min)
        s.variant.append("-to-").append(digits(client_max));
    s.title = title_of(kind);
    s.mend = "Set the library's minimum version, and no maximum; check that the setting reaches this listener.";
    s.clauses = {"RFC 8446 4.2.1", "RFC 5246 E.1"};
    s.catalogue = {"ver.enumerate"};
    s.profile = with_minimum(minimum);
    s.stimulus.client.tls.min = client_min;
    s.stimulus.client.tls.max = client_max;
    s.stimulus.steps = core::connecting(s.profile);
    if (client_max < minimum) {
        s.why = "A minimum that is configured and not kept leaves the old version's faults open.";
        s.expectation.rules = {core::expect_alert("connack", {70})};
        s.flaws = {{Flaw::ignores_the_minimum_version, "connack", core::accepted()}};
    } else {
        s.why =
            "Of the versions that both sides know the newest protects best; a broker that picks an older one, or none, "
            "fails its clients.";
        s.expectation.rules = {core::expect("handshake", negotiated(client_max)),
                               core::expect("connack", core::accepted())};
        s.flaws = {{Flaw::speaks_its_minimum_version_alone, "handshake", core::alert()}};
        if (client_min <= minimum)
            s.flaws[0].observation = negotiated(minimum);
        else if (client_max < TlsVersion::tls_1_3)  // it answers with its own, which our client cannot go on with
            s.flaws[0].observation = {.layer = core::Layer::tcp, .kind = core::Kind::packet};
        if (client_max == minimum)
            s.flaws = {{Flaw::takes_the_minimum_for_exclusive, "handshake", core::alert()}};
    }
    return s;
}

constexpr void pairs(std::vector<core::Scenario>& table) {
    for (const TlsVersion minimum : versions)
        for (const TlsVersion client_min : versions)
            for (const TlsVersion client_max : versions)
                if (client_min <= client_max)
                    table.push_back(pair(minimum, client_min, client_max));
}

// --- What is on without any setting.

constexpr void defaults(std::vector<core::Scenario>& table) {
    for (const TlsVersion version : {TlsVersion::tls_1_0, TlsVersion::tls_1_1}) {
        core::Scenario s;
        s.check = "protocol-version/default-old-versions-off";
        s.variant = core::slug(version);
        s.title = "Out of the box, TLS 1.0 and TLS 1.1 are refused";
        s.why = "They rest on MD5 and SHA-1 and are formally deprecated; most operators never change a default.";
        s.mend = "Make TLS 1.2 the default minimum.";
        s.clauses = {"RFC 8996 4", "RFC 8996 5", "RFC 9325 3.1.1"};
        s.catalogue = {"ver.enumerate", "defaults/versions"};
        s.profile = profile::one_way();
        s.stimulus.client.tls.min = version;
        s.stimulus.client.tls.max = version;
        s.stimulus.steps = core::connecting(s.profile);
        s.expectation.rules = {core::expect_alert("connack", {70})};
        s.flaws = {{Flaw::allows_old_versions_by_default, "connack", core::accepted()}};
        table.push_back(s);
    }
    for (const TlsVersion version : {TlsVersion::tls_1_2, TlsVersion::tls_1_3}) {
        core::Scenario s;
        s.check = "protocol-version/default-new-versions-on";
        s.variant = core::slug(version);
        s.title = "Out of the box, TLS 1.2 and TLS 1.3 are spoken";
        s.why = "TLS 1.3 hides more, and is what new devices speak; TLS 1.2 is what most devices in the field speak.";
        s.mend = "Leave the library's maximum version alone; build against a library that has TLS 1.3.";
        s.level = version == TlsVersion::tls_1_2 ? Level::must : Level::should;
        s.clauses = {"RFC 9325 3.1.1"};
        s.catalogue = {"defaults/versions"};
        s.profile = profile::one_way();
        s.stimulus.client.tls.min = version;
        s.stimulus.client.tls.max = version;
        s.stimulus.steps = core::connecting(s.profile);
        s.expectation.rules = {core::expect("handshake", negotiated(version)),
                               core::expect("connack", core::accepted())};
        s.flaws = {{version == TlsVersion::tls_1_2 ? Flaw::speaks_tls_1_3_alone : Flaw::speaks_tls_1_2_alone,
                    "handshake", core::alert({70})}};
        table.push_back(s);
    }
    core::Scenario newest;
    newest.check = "protocol-version/default-prefers-newest";
    newest.title = "A client that offers TLS 1.2 and TLS 1.3 gets TLS 1.3";
    newest.why = "The newest common version is the one to speak.";
    newest.mend = "Leave the choice of the version to the library.";
    newest.clauses = {"RFC 8446 4.2.1", "RFC 9325 3.1.1"};
    newest.catalogue = {"ver.enumerate"};
    newest.profile = profile::one_way();
    newest.stimulus.steps = core::connecting(newest.profile);
    newest.expectation.rules = {core::expect("handshake", negotiated(TlsVersion::tls_1_3)),
                                core::expect("connack", core::accepted())};
    newest.flaws = {{Flaw::prefers_tls_1_2, "handshake", negotiated(TlsVersion::tls_1_2)},
                    {Flaw::speaks_tls_1_2_alone, "handshake", negotiated(TlsVersion::tls_1_2)}};
    table.push_back(newest);
}

// --- Protection from downgrades.

constexpr core::Scenario sentinel(std::string_view check, const core::Profile& profile, TlsVersion version,
                                  std::string_view expected, std::string_view instead) {
    core::Scenario s;
    s.check = check;
    s.variant = core::slug(version);
    s.title = "A broker that knows TLS 1.3 marks an older handshake in its random";
    s.why = "A client that knows TLS 1.3 too sees by the mark that somebody in between removed it from the offer.";
    s.mend = "Do not disable the library's downgrade sentinels.";
    s.clauses = {"RFC 8446 4.1.3"};
    s.catalogue = {version == TlsVersion::tls_1_2 ? "ver.sentinel-12" : "ver.sentinel-11"};
    s.profile = profile;
    s.stimulus.client.tls.min = version;
    s.stimulus.client.tls.max = version;
    s.stimulus.steps = core::connecting(profile);
    s.expectation.rules = {
        core::expect("handshake", core::with(negotiated(version), "downgrade-sentinel", {std::string(expected)})),
        core::expect("connack", core::accepted())};
    s.flaws = {{Flaw::sends_no_downgrade_sentinel, "handshake",
                core::with(negotiated(version), "downgrade-sentinel", {std::string(instead)})}};
    // A broker whose newest version it is has nothing to mark.
    s.flaws.push_back({profile.min_version ? Flaw::speaks_its_minimum_version_alone : Flaw::speaks_tls_1_2_alone,
                       "handshake", core::with(negotiated(version), "downgrade-sentinel", {"none"})});
    if (profile.min_version)
        s.flaws.push_back({Flaw::takes_the_minimum_for_exclusive, "handshake", core::alert({70})});
    return s;
}

constexpr core::Scenario fallback(std::string_view variant, const core::Profile& profile, TlsVersion newest) {
    core::Scenario s;
    s.check = "protocol-version/fallback-scsv";
    s.variant = variant;
    s.title = "A fallback below what the broker knows is refused with inappropriate_fallback";
    s.why = "An attacker who breaks the first attempt must not win an older version by the client's retry (POODLE).";
    s.mend = "Leave TLS_FALLBACK_SCSV to the library.";
    s.clauses = {"RFC 7507 3"};
    s.catalogue = {"ver.fallback-scsv"};
    s.profile = profile;
    s.stimulus.client.tls.min = newest;
    s.stimulus.client.tls.max = newest;
    s.stimulus.client.tls.fallback_scsv = true;
    s.stimulus.steps = core::connecting(profile);
    s.expectation.rules = {core::expect_alert("connack", {86})};
    s.flaws = {{Flaw::ignores_fallback_scsv, "connack", core::accepted()}};
    s.flaws.push_back({profile.min_version ? Flaw::speaks_its_minimum_version_alone : Flaw::speaks_tls_1_2_alone,
                       "connack", core::accepted()});
    if (profile.min_version)
        s.flaws.push_back({Flaw::takes_the_minimum_for_exclusive, "connack", core::alert({70})});
    return s;
}

constexpr void downgrades(std::vector<core::Scenario>& table) {
    table.push_back(
        sentinel("protocol-version/sentinel-tls-1-2", profile::one_way(), TlsVersion::tls_1_2, "TLSv1.2", "none"));
    for (const TlsVersion version : {TlsVersion::tls_1_1, TlsVersion::tls_1_0})
        table.push_back(
            sentinel("protocol-version/sentinel-tls-1-1-and-below", with_minimum(version), version, "TLSv1.1", "none"));

    table.push_back(fallback("tls-1-2", profile::one_way(), TlsVersion::tls_1_2));
    table.push_back(fallback("tls-1-1", with_minimum(TlsVersion::tls_1_1), TlsVersion::tls_1_1));

    core::Scenario needless;
    needless.check = "protocol-version/fallback-scsv-without-need";
    needless.title = "A fallback that gives the broker's newest version is served";
    needless.why = "A client that retries after a network fault must not be shut out for its caution.";
    needless.mend = "Compare the fallback with the broker's own newest version before refusing.";
    needless.clauses = {"RFC 7507 3"};
    needless.catalogue = {"ver.fallback-scsv"};
    needless.profile = profile::one_way();
    needless.stimulus.client.tls.fallback_scsv = true;
    needless.stimulus.steps = core::connecting(needless.profile);
    needless.expectation.rules = {core::expect("handshake", negotiated(TlsVersion::tls_1_3)),
                                  core::expect("connack", core::accepted())};
    needless.flaws = {{Flaw::refuses_every_fallback_scsv, "handshake", core::alert({86})},
                      {Flaw::prefers_tls_1_2, "handshake", negotiated(TlsVersion::tls_1_2)},
                      {Flaw::speaks_tls_1_2_alone, "handshake", negotiated(TlsVersion::tls_1_2)}};
    table.push_back(needless);
}

constexpr std::vector<core::Scenario> table() {
    std::vector<core::Scenario> rows;
    rows.reserve(128);
    pairs(rows);
    defaults(rows);
    downgrades(rows);
    add_alert_flaws(rows);
    return rows;
}

static_assert(core::table_fault(table()) == core::TableFault::none);

}  // namespace

std::vector<core::Scenario> protocol_version() {
    return table();
}

}  // namespace gauntlet::scenarios
