#include <fmt/format.h>

#include <functional>

#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

// Enough of a hash to tell salts and passwords apart.
std::string hash(std::string_view salt, std::string_view password) {
    return fmt::format("{:016x}", std::hash<std::string>{}(fmt::format("{}/{}", salt, password)));
}

User user(const std::string& name, const std::string& password) {
    return {.name = name, .salt = "salt of " + name, .hash = hash("salt of " + name, password)};
}

struct Passwords : testing::Test {
    explicit Passwords(const Flaws& flaws = {}) : broker({}, flaws) {
        broker.access = {.users = {user("ada", "lovelace"), user("alan", "turing")}, .hash = hash};
    }

    // The return code for credentials in notation, in 3.1.1; `flags` are those of CONNECT.
    std::string connack(const std::string& flags, const std::string& credentials, const Peer& peer = {}) {
        Client client(broker, peer);
        client.says("10 r{ s'MQTT' 04 " + flags + " k0 s'c' " + credentials + " }");
        return client.heard().at(0);
    }

    Broker broker;
};

constexpr const char* accepted = "20 r2 00 00";
constexpr const char* wrong = "20 r2 00 04";
constexpr const char* not_authorised = "20 r2 00 05";

TEST_F(Passwords, MustBeTheUsersOwn) {
    EXPECT_EQ(connack("c2", "s'ada' s'lovelace'"), accepted);
    EXPECT_EQ(connack("c2", "s'alan' s'turing'"), accepted);
    EXPECT_EQ(connack("c2", "s'ada' s'turing'"), wrong);
    EXPECT_EQ(connack("c2", "s'ada' s'Lovelace'"), wrong);
    EXPECT_EQ(connack("c2", "s'ada' s'lovelac'"), wrong);
    EXPECT_EQ(connack("c2", "s'ada' s'lovelacee'"), wrong);
    EXPECT_EQ(connack("c2", "s'ada' s''"), wrong);
    EXPECT_EQ(connack("82", "s'ada'"), wrong);
    EXPECT_EQ(connack("c2", "s'eve' s'lovelace'"), wrong);
    EXPECT_EQ(connack("c2", "s'' s'lovelace'"), wrong);
    EXPECT_EQ(connack("02", ""), not_authorised);
}

TEST_F(Passwords, ARefusalEndsTheConnection) {
    Client old(broker);
    old.says("10 r{ s'MQTT' 04 c2 k0 s'c' s'ada' s'x' } 30 r{ s't' 'x' }");
    EXPECT_TRUE(old.hears({wrong, end}));
    Client modern(broker);
    modern.says("10 r{ s'MQTT' 05 c2 k0 v{} s'c' s'ada' s'x' }");
    EXPECT_TRUE(modern.hears({"20 r{ 00 86 v{} }", end}));
    Client nameless(broker);
    nameless.says("10 r{ s'MQTT' 05 42 k0 v{} s'c' s'lovelace' }");
    EXPECT_TRUE(nameless.hears({"20 r{ 00 87 v{} }", end}));
}

TEST_F(Passwords, AreAskedForBesideACertificate) {
    const Peer certified{.certified = true, .common_name = "ada"};
    EXPECT_EQ(connack("02", "", certified), not_authorised);
    EXPECT_EQ(connack("c2", "s'ada' s'x'", certified), wrong);
    EXPECT_EQ(connack("c2", "s'ada' s'lovelace'", certified), accepted);
}

TEST_F(Passwords, ProtectSessionsFromOtherUsers) {
    Client first(broker);
    first.logs_in("10 r{ s'MQTT' 04 c0 k0 s'c' s'ada' s'lovelace' }");
    EXPECT_EQ(connack("c2", "s'alan' s'turing'"), "20 r2 00 02");
    EXPECT_TRUE(first.hears({}));
    first.vanishes();
    EXPECT_EQ(connack("c0", "s'alan' s'turing'"), "20 r2 00 02");
    EXPECT_EQ(connack("c0", "s'ada' s'lovelace'"), "20 r2 01 00");
}

TEST(Anonymous, AnyNameIsTakenWhereNoUsersAreSet) {
    Broker broker;
    Client client(broker);
    client.logs_in("10 r{ s'MQTT' 04 c2 k0 s'c' s'anybody' s'anything' }");
}

constexpr const char* to_alan = "30 r21 s15 'gauntlet/alan/x' 'alan'";
constexpr const char* to_ada = "30 r19 s14 'gauntlet/ada/x' 'ada'";

struct Identity : testing::Test {
    Identity() { broker.access = {.identity_common_name = true, .own_topics_only = true}; }

    // What becomes of subscriptions to, and messages for, the topics of ada and of alan.
    static std::vector<std::string> tries(Client& client) {
        client.says(
            "82 r{ i1 s'gauntlet/alan/x' 00 s'gauntlet/ada/x' 00 } 30 r{ s'gauntlet/alan/x' 'alan' }"
            " 30 r{ s'gauntlet/ada/x' 'ada' }");
        return client.heard();
    }

    const Peer ada{.certified = true, .common_name = "ada"};
    Broker broker;
};

TEST_F(Identity, IsTheCommonName) {
    Client client(broker, ada);
    client.logs_in(clean("c"));
    const std::vector<std::string> adas{"90 r4 i1 80 00", to_ada};
    EXPECT_EQ(tries(client), adas);
}

TEST_F(Identity, IsNotTheUserNameOfConnect) {
    Client client(broker, ada);
    client.logs_in("10 r{ s'MQTT' 04 c2 k0 s'c' s'alan' s'x' }");
    const std::vector<std::string> adas{"90 r4 i1 80 00", to_ada};
    EXPECT_EQ(tries(client), adas);
}

TEST_F(Identity, IsNeeded) {
    for (const Peer& peer : {Peer{}, Peer{.certified = true}}) {
        Client client(broker, peer);
        client.says("10 r{ s'MQTT' 04 82 k0 s'c' s'ada' }");
        EXPECT_TRUE(client.hears({not_authorised, end}));
    }
}

TEST_F(Identity, OpensWhatIsBelowItsOwnTopicAlone) {
    Client client(broker, ada);
    client.logs_in(clean_5("c"));
    client.says(
        "82 r{ i1 v{} s'#' 00 s'gauntlet/#' 00 s'gauntlet/+/x' 00 s'gauntlet/ada' 00 s'gauntlet/adam/x' 00"
        "  s'gauntlet/ada/' 00 s'gauntlet/ada/#' 01 s'gauntlet/ada/+/x' 02"
        "  s'$share/g/gauntlet/alan/x' 00 s'$share/g/gauntlet/ada/x' 00 }");
    EXPECT_TRUE(client.hears({"90 r{ i1 v{} 87 87 87 87 87 00 01 02 87 00 }"}));
    client.says(
        "32 r{ s'gauntlet/alan/x' i1 v{} } 34 r{ s'gauntlet/ada' i2 v{} } 62 r{ i2 }"
        " 30 r{ s'gauntlet/alan/x' v{} }");
    EXPECT_TRUE(client.hears({"40 r{ i1 87 }", "50 r{ i2 87 }", "70 r{ i2 92 }"}));
}

TEST_F(Identity, Before5WhatIsRefusedIsAcknowledgedAndNotDone) {
    Client alan(broker, {.certified = true, .common_name = "alan"});
    alan.logs_in(clean("d"));
    alan.says("82 r{ i1 s'gauntlet/alan/#' 02 }");
    EXPECT_TRUE(alan.hears({"90 r{ i1 02 }"}));
    Client client(broker, ada);
    client.logs_in(clean("c"));
    client.says(
        "32 r{ s'gauntlet/alan/x' i1 } 34 r{ s'gauntlet/alan/x' i2 } 62 r{ i2 } 30 r{ s'gauntlet/alan/x' }"
        " 33 r{ s'gauntlet/alan/x' i1 'retained' }");
    EXPECT_TRUE(client.hears({"40 r{ i1 }", "50 r{ i2 }", "70 r{ i2 }", "40 r{ i1 }"}));
    EXPECT_TRUE(alan.hears({}));
    alan.says("82 r{ i2 s'gauntlet/alan/x' 00 }");
    EXPECT_TRUE(alan.hears({"90 r{ i2 00 }"}));
}

TEST_F(Identity, AppliesToWills) {
    Client client(broker, ada);
    client.says("10 r{ s'MQTT' 05 06 k0 v{} s'c' v{} s'gauntlet/alan/x' s'' }");
    EXPECT_TRUE(client.hears({"20 r{ 00 87 v{} }", end}));
    Client other(broker, ada);
    other.logs_in("10 r{ s'MQTT' 05 06 k0 v{} s'c' v{} s'gauntlet/ada/x' s'' }");
}

TEST_F(Identity, OfAWildcardOpensNothing) {
    for (const char* name : {"+", "#", "a/b", ""}) {
        Client client(broker, {.certified = true, .common_name = name});
        client.logs_in(clean("c"));
        client.says("82 r{ i1 s'gauntlet/+/x' 00 s'gauntlet/a/b/x' 00 s'gauntlet//x' 00 }");
        EXPECT_TRUE(client.hears({"90 r{ i1 80 80 80 }"})) << name;
        client.says("30 r{ s'gauntlet/a/b/x' }");
        EXPECT_TRUE(client.hears({end})) << name;
    }
}

// --- the flaws of logging in ---

struct FlawedPasswords : Passwords {
    using Passwords::Passwords;
    void TestBody() override {}
};

TEST(FlawOf, RefusesEveryPassword) {
    FlawedPasswords flawed(only(core::Flaw::refuses_every_password));
    EXPECT_EQ(flawed.connack("c2", "s'ada' s'lovelace'"), wrong);
    EXPECT_EQ(flawed.connack("c2", "s'ada' s'x'"), wrong);
    EXPECT_EQ(flawed.connack("02", ""), not_authorised);
}

TEST(FlawOf, ComparesThePasswordByPrefixOfNothing) {
    FlawedPasswords flawed(only(core::Flaw::compares_the_password_by_prefix_of_nothing));
    EXPECT_EQ(flawed.connack("c2", "s'ada' s'not-lovelace'"), accepted);
    EXPECT_EQ(flawed.connack("c2", "s'ada' s'lovelace'"), accepted);
    EXPECT_EQ(flawed.connack("c2", "s'eve' s'lovelace'"), wrong);
    EXPECT_EQ(flawed.connack("c2", "s'ada' s''"), wrong);
    EXPECT_EQ(flawed.connack("82", "s'ada'"), wrong);
    EXPECT_EQ(flawed.connack("02", ""), not_authorised);
}

TEST(FlawOf, AcceptsUnknownUsers) {
    FlawedPasswords flawed(only(core::Flaw::accepts_unknown_users));
    EXPECT_EQ(flawed.connack("c2", "s'eve' s'x'"), accepted);
    EXPECT_EQ(flawed.connack("c2", "s'ada' s'x'"), wrong);
    EXPECT_EQ(flawed.connack("c2", "s'ada' s''"), wrong);
    EXPECT_EQ(flawed.connack("02", ""), not_authorised);
}

TEST(FlawOf, TakesAnEmptyPasswordForNoneNeeded) {
    FlawedPasswords flawed(only(core::Flaw::takes_an_empty_password_for_none_needed));
    EXPECT_EQ(flawed.connack("c2", "s'ada' s''"), accepted);
    EXPECT_EQ(flawed.connack("82", "s'ada'"), accepted);
    EXPECT_EQ(flawed.connack("c2", "s'ada' s'x'"), wrong);
    EXPECT_EQ(flawed.connack("c2", "s'eve' s'x'"), wrong);
    EXPECT_EQ(flawed.connack("02", ""), not_authorised);
}

TEST(FlawOf, LetsAnonymousClientsIn) {
    FlawedPasswords flawed(only(core::Flaw::lets_anonymous_clients_in));
    EXPECT_EQ(flawed.connack("02", ""), accepted);
    EXPECT_EQ(flawed.connack("82", "s'ada'"), wrong);
    EXPECT_EQ(flawed.connack("c2", "s'ada' s'x'"), wrong);
}

TEST(FlawOf, CertificateReplacesPassword) {
    FlawedPasswords flawed(only(core::Flaw::certificate_replaces_password));
    EXPECT_EQ(flawed.connack("c2", "s'ada' s'x'", {.certified = true}), accepted);
    EXPECT_EQ(flawed.connack("c2", "s'ada' s'x'"), wrong);
}

struct FlawedIdentity : Identity {
    void TestBody() override {}

    std::vector<std::string> tries_with(core::Flaw flaw, const std::string& connect) {
        Broker flawed({}, only(flaw));
        flawed.access = broker.access;
        Client client(flawed, ada);
        client.logs_in(connect);
        return tries(client);
    }
};

constexpr const char* as_alan = "10 r{ s'MQTT' 04 82 k0 s'c' s'alan' }";

TEST(FlawOf, TakesNoIdentityFromCertificate) {
    FlawedIdentity flawed;
    const std::vector<std::string> closed{"90 r4 i1 80 80", std::string(end)};
    EXPECT_EQ(flawed.tries_with(core::Flaw::takes_no_identity_from_certificate, clean("c")), closed);
    EXPECT_EQ(flawed.tries_with(core::Flaw::takes_no_identity_from_certificate, as_alan), closed);
}

TEST(FlawOf, OpensAllTopicsToCertifiedClients) {
    FlawedIdentity flawed;
    const std::vector<std::string> all{"90 r4 i1 00 00", to_alan, to_ada};
    EXPECT_EQ(flawed.tries_with(core::Flaw::opens_all_topics_to_certified_clients, clean("c")), all);
}

TEST(FlawOf, PrefersUserNameToCertificate) {
    FlawedIdentity flawed;
    const std::vector<std::string> alans{"90 r4 i1 00 80", to_alan};
    EXPECT_EQ(flawed.tries_with(core::Flaw::prefers_user_name_to_certificate, as_alan), alans);
    const std::vector<std::string> adas{"90 r4 i1 80 00", to_ada};
    EXPECT_EQ(flawed.tries_with(core::Flaw::prefers_user_name_to_certificate, clean("c")), adas);
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
