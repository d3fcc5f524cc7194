// Rows whose stimulus is one CONNECT and whose only deviation is what the client presents. Each runs under TLS 1.2 and
// under TLS 1.3: the alert may differ, and in TLS 1.3 the broker judges after the client's handshake is complete
// (RFC 8446 4.4.2.4).
#pragma once

#include <string_view>
#include <vector>

#include "gauntlet/core/conversation.hpp"
#include "gauntlet/core/scenario.hpp"
#include "under.hpp"

namespace gauntlet::scenarios {

inline constexpr std::string_view validate_the_path =
    "Let the TLS library validate the client's path (RFC 5280 6.1) and let its verdict end the handshake; no callback "
    "may "
    "override it.";

struct CredentialRow {
    std::string_view check;
    std::string_view title;
    std::string_view why;
    std::string_view mend;
    core::Client client;                      // what it presents
    std::vector<core::Pattern> pass;          // at "connack"
    std::vector<core::Pattern> weak;          //
    std::vector<core::Pattern> pass_tls_1_2;  // where TLS 1.2 asks for something else; empty: `pass`
    core::Level level = core::Level::must;    //
    std::vector<std::string_view> clauses;    //
    std::vector<std::string_view> catalogue;  //
    std::vector<core::Flaw> flaws;            //
    core::Pattern flaw_shows;                 // at "connack"
};

// Refused with one of these alerts; any other refusal is weak.
constexpr CredentialRow refused_with(std::vector<int> alerts, const CredentialRow& rest) {
    CredentialRow row = rest;
    row.pass = {core::alert(std::move(alerts))};
    row.weak = core::refused();
    row.flaw_shows = core::accepted();
    return row;
}

// Refused in whatever way: no clause names the alert.
constexpr CredentialRow refused_anyhow(const CredentialRow& rest) {
    CredentialRow row = rest;
    row.pass = core::refused();
    row.flaw_shows = core::accepted();
    return row;
}

constexpr CredentialRow taken(const CredentialRow& rest) {
    CredentialRow row = rest;
    row.pass = {core::accepted()};
    row.flaw_shows = core::alert();
    return row;
}

constexpr core::Scenario scenario_of(const CredentialRow& row, const core::Profile& profile, core::TlsVersion version) {
    core::Scenario s;
    s.check = row.check;
    s.title = row.title;
    s.why = row.why;
    s.mend = row.mend;
    s.level = row.level;
    s.clauses.assign(row.clauses.begin(), row.clauses.end());
    s.catalogue.assign(row.catalogue.begin(), row.catalogue.end());
    s.profile = profile;
    s.stimulus.client = row.client;
    s.stimulus.steps = core::connecting(profile);
    const bool own_rule = version == core::TlsVersion::tls_1_2 && !row.pass_tls_1_2.empty();
    s.expectation.rules = {{.at = "connack", .pass = own_rule ? row.pass_tls_1_2 : row.pass, .weak = row.weak}};
    for (const core::Flaw flaw : row.flaws)
        s.flaws.push_back({flaw, "connack", row.flaw_shows});
    return under(version, s);
}

constexpr void add(std::vector<core::Scenario>& table, const CredentialRow& row, const core::Profile& profile) {
    table.push_back(scenario_of(row, profile, core::TlsVersion::tls_1_2));
    table.push_back(scenario_of(row, profile, core::TlsVersion::tls_1_3));
}

}  // namespace gauntlet::scenarios
