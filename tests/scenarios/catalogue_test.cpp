#include "gauntlet/scenarios/catalogue.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <regex>
#include <set>
#include <sstream>

#include "gauntlet/core/expectation_text.hpp"
#include "gauntlet/core/step_text.hpp"
#include "gauntlet/wire/notation/notation.hpp"
#include "gauntlet/wire/tables/cipher_suites.hpp"

namespace gauntlet::scenarios {
namespace {

const std::vector<core::Scenario>& scenarios() {
    static const std::vector<core::Scenario> list = all();
    return list;
}

std::map<std::string, std::set<std::string>> checks_by_family() {
    std::map<std::string, std::set<std::string>> checks;
    for (const core::Scenario& s : scenarios())
        checks[s.family()].insert(s.check);
    return checks;
}

TEST(Catalogue, EveryTableHoldsItsFamily) {
    std::set<std::string_view> names;
    for (const Family& family : families()) {
        EXPECT_TRUE(names.insert(family.name).second) << family.name;
        EXPECT_FALSE(family.about.empty());
        for (const core::Scenario& s : family.table())
            EXPECT_EQ(s.family(), family.name);
    }
}

TEST(Catalogue, CountsChecksNotRows) {
    const auto checks = checks_by_family();
    EXPECT_GE(checks.at("one-way").size(), 10U);
    EXPECT_GE(checks.at("mutual").size(), 10U);
    EXPECT_GE(checks.at("broken-chain").size(), 10U);
    EXPECT_GE(checks.at("cipher").size(), 6U);
    EXPECT_GE(checks.at("protocol-version").size(), 6U);
    EXPECT_GE(checks.at("websocket").size(), 15U);
    std::size_t total = 0;
    for (const auto& [family, names] : checks)
        total += names.size();
    EXPECT_GE(total, 120U);
}

TEST(Catalogue, EqualNamesMeanEqualProfiles) {
    std::map<std::string, core::Profile> profiles;
    const auto add = [&profiles](const core::Profile& profile, const std::string& id) {
        const auto [known, added] = profiles.emplace(profile.name, profile);
        EXPECT_TRUE(added || known->second == profile) << profile.name << " differs in " << id;
    };
    for (const core::Scenario& s : scenarios()) {
        add(s.profile, s.id());
        if (s.control && s.control->profile)
            add(*s.control->profile, s.id());
    }
}

std::set<std::string> documented_rows() {
    std::set<std::string> ids;
    const std::regex row("^\\| *`([^`]+)`");
    for (const char* page : {"tls.md", "mqtt.md", "config.md"}) {
        std::ifstream file(std::string(GAUNTLET_DOCS "/catalogue/") + page);
        EXPECT_TRUE(file.is_open()) << page;
        for (std::string line; std::getline(file, line);)
            if (std::smatch match; std::regex_search(line, match, row))
                ids.insert(match[1]);
    }
    return ids;
}

TEST(Catalogue, NamesRowsAndStatementsThatAreDocumented) {
    const std::set<std::string> rows = documented_rows();
    ASSERT_GT(rows.size(), 200U);
    for (const core::Scenario& s : scenarios())
        for (const std::string& row : s.catalogue)
            EXPECT_TRUE(rows.contains(row)) << row << " in " << s.id();
}

// A flaw must not cause an observation that the scenario passes on: it would prove nothing.
TEST(Catalogue, WhatAFlawCausesIsNotWhatPasses) {
    for (const core::Scenario& s : scenarios())
        for (const core::ProvedBy& proof : s.flaws)
            for (const core::Rule& rule : s.expectation.rules) {
                const bool passes = rule.at == proof.at &&
                                    std::find(rule.pass.begin(), rule.pass.end(), proof.observation) != rule.pass.end();
                EXPECT_FALSE(passes) << s.id();
            }
}

std::string fill(std::string text) {
    for (const char* name : {"{id}", "{topic}", "{run}", "{user}", "{password}"})
        for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name))
            text.replace(at, std::string(name).size(), "x");
    return text;
}

TEST(Catalogue, EveryPacketIsNotation) {
    const auto check = [](const core::Stimulus& stimulus, const std::string& id) {
        for (const core::Step& step : stimulus.steps)
            if (const auto* send = std::get_if<core::Send>(&step)) {
                const auto parsed = wire::notation::parse(fill(send->bytes));
                EXPECT_TRUE(parsed) << id << ": " << send->bytes << ": " << parsed.error().text();
            }
    };
    for (const core::Scenario& s : scenarios()) {
        check(s.stimulus, s.id());
        check(core::control_of(s).stimulus, s.id());
    }
}

// The table is written with the suites that distributions build; what the linked OpenSSL lists is the measure.
TEST(Catalogue, OffersEverySuiteThatOpenSslLists) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    ASSERT_EQ(SSL_CTX_set_cipher_list(context.get(), "ALL:COMPLEMENTOFALL:!PSK:!SRP:@SECLEVEL=0"), 1);
    std::set<std::string> listed;
    const STACK_OF(SSL_CIPHER)* ciphers = SSL_CTX_get_ciphers(context.get());
    for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); ++i)
        listed.insert(SSL_CIPHER_standard_name(sk_SSL_CIPHER_value(ciphers, i)));
    listed.insert({"TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256"});  // known, and not in its default list
    std::set<std::string> offered;
    for (const core::Scenario& s : scenarios())
        if (s.check == "cipher/configured-suite" || s.check == "cipher/suite-not-configured")
            offered.insert(std::string(wire::tls::find_cipher_suite(s.stimulus.client.tls.suites.at(0))->name));
    EXPECT_EQ(offered, listed);
}

void comes_back(const std::vector<core::Step>& steps, const std::string& id) {
    const auto back = core::parse_steps(core::to_text(steps));
    ASSERT_TRUE(back) << id << ":" << back.error().text() << "\n" << core::to_text(steps);
    EXPECT_EQ(core::to_text(*back), core::to_text(steps)) << id;
    ASSERT_EQ(back->size(), steps.size()) << id;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool on_one_line = core::to_text(steps[i]).find("\\x0a") == std::string::npos;
        EXPECT_TRUE((*back)[i] == steps[i] || !on_one_line) << id << ": " << core::to_text(steps[i]);
    }
}

void comes_back(const core::Rule& rule, const std::string& id) {
    const auto back = core::parse_rule(core::to_text(rule));
    ASSERT_TRUE(back) << id << ": " << core::to_text(rule) << ": " << back.error().text();
    EXPECT_EQ(*back, rule) << id << ": " << core::to_text(rule);
}

// Scenario files, corpora and reproducers hold these texts.
TEST(Catalogue, StepsAndRulesComeBackFromTheirText) {
    for (const core::Scenario& s : scenarios()) {
        comes_back(s.stimulus.steps, s.id());
        comes_back(core::control_of(s).stimulus.steps, s.id());
        for (const core::Rule& rule : s.expectation.rules)
            comes_back(rule, s.id());
        for (const core::ProvedBy& proof : s.flaws)
            comes_back(core::expect(proof.at, proof.observation), s.id());
    }
}

}  // namespace
}  // namespace gauntlet::scenarios
