#include "gauntlet/core/scenario.hpp"

#include <gtest/gtest.h>

#include <set>

#include "gauntlet/core/capability.hpp"
#include "gauntlet/core/conversation.hpp"
#include "gauntlet/recipe/catalogue.hpp"

namespace gauntlet::core {
namespace {

Profile mutual() {
    return {.name = "mutual",
            .server = &recipe::server::good,
            .client_authentication = ClientAuthentication::required,
            .client_anchors = {&recipe::clients_root},
            .good_client = &recipe::client::good};
}

TEST(Needs, EveryNameThatAProfileCanNeedIsACapability) {
    Profile p = mutual();
    p.crls = {&recipe::crl::clients_root};
    p.suites = p.suites_13 = {1};
    p.legacy = p.own_topics_only = p.second_listener = p.plain_listener = p.one_way_listener = true;
    p.access = Access::password;
    p.identity = Identity::common_name;
    for (const TlsVersion v : {TlsVersion::tls_1_0, TlsVersion::tls_1_1, TlsVersion::tls_1_2, TlsVersion::tls_1_3}) {
        p.min_version = v;
        for (const std::string& name : needs(p))
            EXPECT_TRUE(is_capability(name)) << name;
    }
    p.client_authentication = ClientAuthentication::none;
    for (const std::string& name : needs(p))
        EXPECT_TRUE(is_capability(name)) << name;
}

bool needs_client_ca(const Client& client) {
    Scenario s;
    s.profile = mutual();
    s.stimulus.client = client;
    const std::vector<std::string> names = needs(s);
    return std::find(names.begin(), names.end(), "client-ca") != names.end();
}

TEST(Needs, ClientsCaOnlyWhereACertificateBelowItIsPresented) {
    EXPECT_TRUE(needs_client_ca(presenting(recipe::client::expired)));
    EXPECT_FALSE(needs_client_ca(presenting(recipe::client::untrusted_root)));
    EXPECT_FALSE(needs_client_ca(presenting(recipe::client::self_signed)));
    EXPECT_FALSE(needs_client_ca(presenting_nothing()));
    EXPECT_FALSE(needs_client_ca({}));
}

TEST(Needs, StepsNeedWhatTheyAskOfTheProcess) {
    const auto needs_of = [](std::vector<Step> steps) {
        Scenario s;
        s.profile.name = "p";
        s.stimulus.steps = std::move(steps);
        return needs(s);
    };
    EXPECT_EQ(needs_of({Crowd{}}), std::vector<std::string>{});
    EXPECT_EQ(needs_of({Crowd{}, Measure{.at = "m"}}), std::vector<std::string>{"resources"});
    EXPECT_EQ(needs_of({Open{}, Reload{}}), std::vector<std::string>{"reload"});
    for (const char* name : {"resources", "reload", "one-way-listener"})
        EXPECT_TRUE(is_capability(name)) << name;
}

TEST(Control, KeepsTheTlsOfferWhereTheCredentialsDeviate) {
    Scenario s;
    s.profile = mutual();
    s.stimulus.client = presenting(recipe::client::expired);
    s.stimulus.client.tls.max = TlsVersion::tls_1_2;
    const Control control = control_of(s);
    EXPECT_EQ(control.stimulus.client.presents, Client::Presents::good);
    EXPECT_EQ(control.stimulus.client.tls.max, TlsVersion::tls_1_2);
    EXPECT_EQ(control.at, "connack");
}

TEST(Control, DropsTheTlsOfferWhereItIsTheDeviation) {
    Scenario s;
    s.stimulus.client.tls.max = TlsVersion::tls_1_0;
    EXPECT_EQ(control_of(s).stimulus.client, Client{});
}

TEST(Control, DropsTheUpgradeThatIsTheDeviation) {
    Scenario s;
    s.stimulus.client.websocket.path = "/elsewhere";
    EXPECT_EQ(control_of(s).stimulus.client, Client{});
}

TEST(Steps, HaveOneLineEach) {
    const std::vector<Step> steps = {Open{},
                                     Send{"a", "10 r0"},
                                     Send{"a", "10 r0", Split::bytes},
                                     Send{"a", "10 r0", Split::fragments},
                                     Send{"a", "89 m{ }", Split::whole, As::frames},
                                     Open{.upgrade = "upgrade"},
                                     Read{"a", "x"},
                                     Barrier{"a", ""},
                                     Pause{},
                                     Close{"a", CloseHow::fin},
                                     Search{"a", {"secret"}, "y"},
                                     Boot{}};
    std::set<std::string> texts;
    for (const Step& step : steps) {
        EXPECT_EQ(to_text(step).find('\n'), std::string::npos);
        texts.insert(to_text(step));
    }
    EXPECT_EQ(texts.size(), steps.size());
    EXPECT_EQ(to_text(steps[0]), "a: open the listener  -> handshake");
    EXPECT_EQ(to_text(steps[3]), "a: send in fragments of one byte 10 r0");
    EXPECT_EQ(to_text(steps[4]), "a: send frames 89 m{ }");
    EXPECT_EQ(to_text(steps[5]), "a: open the listener  -> handshake, the upgrade  -> upgrade");
    EXPECT_EQ(to_text(steps[9]), "a: close by FIN without close_notify");
}

TEST(Flaws, HaveDistinctNamesAndTexts) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < flaw_count; ++i) {
        const auto flaw = static_cast<Flaw>(i);
        EXPECT_EQ(name_of(flaw).find('_'), std::string::npos);
        EXPECT_FALSE(text_of(flaw).sentence.empty());
        EXPECT_FALSE(text_of(flaw).clause.empty());
        names.insert(name_of(flaw));
    }
    EXPECT_EQ(names.size(), flaw_count);
}

}  // namespace
}  // namespace gauntlet::core
