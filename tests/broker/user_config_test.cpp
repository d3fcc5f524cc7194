// A mosquitto.conf of the user's: what its listeners are, and what is put in for them.
#include "gauntlet/broker/user_config.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "gauntlet/core/scenario.hpp"
#include "support.hpp"

namespace gauntlet::broker::test {
namespace {

class UserConfigTest : public testing::Test {
  protected:
    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((folder_.path() / name).parent_path());
        std::ofstream(folder_.path() / name) << text;
        return folder_.path() / name;
    }
    UserConfig read(const std::string& text) const { return read_user_config(write("m.conf", text)); }
    // The configuration that is written for a listener.
    std::string rewritten(const std::string& text, const std::string& listener) const {
        const std::vector<UserListener> listeners = read(text).listeners;
        const auto chosen = std::ranges::find(listeners, listener, &UserListener::name);
        const Adapter adapter = with_user_config(load_adapter(GAUNTLET_ADAPTERS, "mosquitto"), *chosen);
        for (const FileRule& rule : adapter.files)
            if (rule.path.text == "mosquitto.conf")
                return rule.content.text;
        return "";
    }
    std::string error_of(const std::string& text) const {
        try {
            read(text);
        } catch (const BadInput& error) {
            return error.what();
        }
        return "";
    }
    std::string at(unsigned line) const { return (folder_.path() / "m.conf").string() + ":" + std::to_string(line); }

  private:
    TemporaryFolder folder_;
};

core::Scenario scenario_of(const core::Profile& profile) {
    core::Scenario scenario;
    scenario.profile = profile;
    return scenario;
}

TEST_F(UserConfigTest, EachListenerWithTlsIsFoundWithItsSettings) {
    const UserConfig config = read(
        "# mine\n"
        "per_listener_settings true\n"
        "listener 8883 0.0.0.0\ncertfile /c\nkeyfile /k\ncafile /a\nrequire_certificate true\ncrlfile /r\n"
        "tls_version tlsv1.3\nuse_identity_as_username true\n\n"
        "listener 9001\nprotocol websockets\ncertfile /c\nkeyfile /k\nallow_anonymous true\n"
        "listener 9001 ::1\ncertfile /c\nkeyfile /k\n"
        "listener 1883\n");
    ASSERT_EQ(config.listeners.size(), 3U);
    const UserListener& mutual = config.listeners[0];
    EXPECT_EQ(mutual.name, "8883");
    EXPECT_EQ(mutual.place, at(3));
    EXPECT_EQ(mutual.transport, core::Transport::mqtts);
    EXPECT_TRUE(mutual.requires_certificate && mutual.has_ca_file && mutual.has_crl && mutual.identity);
    EXPECT_FALSE(mutual.anonymous);
    EXPECT_EQ(mutual.min_version, core::TlsVersion::tls_1_3);
    EXPECT_EQ(config.listeners[1].transport, core::Transport::wss);
    EXPECT_TRUE(config.listeners[1].anonymous);
    EXPECT_EQ(config.listeners[2].name, "9001-2");
    ASSERT_EQ(config.changes.size(), 1U);
    EXPECT_EQ(config.changes[0], at(20) + ": listener 1883 has no certfile and no TLS: it is not graded");
}

TEST_F(UserConfigTest, TheDefaultListenerIsOne) {
    const UserConfig config = read("port 8884\ncertfile /c\nkeyfile /k\nallow_anonymous true\n");
    ASSERT_EQ(config.listeners.size(), 1U);
    EXPECT_EQ(config.listeners[0].name, "8884");
    EXPECT_TRUE(config.listeners[0].anonymous);
    const std::string text = rewritten("port 8884\ncertfile /c\nkeyfile /k\n", "8884");
    EXPECT_NE(text.find("port {{#listeners}}{{tls_port}}{{/listeners}}\nbind_address {{host}}\n"), std::string::npos);
    EXPECT_EQ(text.find("8884"), std::string::npos) << text;
}

TEST_F(UserConfigTest, FilesOfAnIncludedFolderAreRead) {
    write("conf.d/b.conf", "listener 8885\ncertfile /c\nkeyfile /k\n");
    write("conf.d/a.conf", "listener 8884\ncertfile /c\nkeyfile /k\n");
    write("conf.d/c.other", "listener 8886\ncertfile /c\nkeyfile /k\n");
    const std::filesystem::path folder = write("x", "").parent_path() / "conf.d";
    const UserConfig config = read("include_dir " + folder.string() + "\n");
    ASSERT_EQ(config.listeners.size(), 2U);
    EXPECT_EQ(config.listeners[0].name, "8884");
    EXPECT_EQ(config.listeners[1].place, (folder / "b.conf").string() + ":1");
}

TEST_F(UserConfigTest, OurPkiAndPortsArePutInAndNothingLeavesTheMachine) {
    const std::string text = rewritten(
        "log_dest file /var/log/m.log\npid_file /run/m.pid\nuser mosquitto\npersistence true\n"
        "persistence_location /var/lib/m/\nmax_keepalive 120\nallow_anonymous false\npassword_file /etc/p\n"
        "acl_file /etc/acl\nplugin /usr/lib/p.so\nplugin_opt_secret x\n"
        "listener 8883 0.0.0.0\ncertfile /mine/c\nkeyfile /mine/k\ncapath /mine/a\nciphers ECDHE+AESGCM\ncrlfile "
        "/mine/r\n"
        "listener 8884\ncertfile /mine/c2\nkeyfile /mine/k2\ncafile /mine/a2\nrequire_certificate true\n"
        "connection up\naddress cloud.example:8883\ntopic # out\nbridge_cafile /mine/b\nremote_password secret\n"
        "listener 1883 10.0.0.1\n",
        "8883");
    for (const char* gone : {"/var", "/run", "user ", "/etc", "plugin", "0.0.0.0", "10.0.0.1", "1883", "8883", "8884",
                             "/mine", "cloud", "secret", "bridge", "topic", "connection"})
        EXPECT_EQ(text.find(gone), std::string::npos) << gone << " in\n" << text;
    for (const char* there :
         {"max_keepalive 120\n", "ciphers ECDHE+AESGCM\n", "persistence true\n", "require_certificate true\n",
          "listener {{#listeners}}{{tls_port}}{{/listeners}} {{host}}\n", "listener {{ports.other2}} {{host}}\n",
          "listener {{ports.other3}} {{host}}\n", "{{#password_access}}allow_anonymous false\npassword_file"})
        EXPECT_NE(text.find(there), std::string::npos) << there << " not in\n" << text;
}

TEST_F(UserConfigTest, WhatIsNotAsTheUserWroteItIsSaid) {
    const UserConfig config = read(
        "acl_file /etc/acl\npassword_file /etc/p\nplugin /p.so\nlistener 8883\ncertfile /c\nkeyfile /k\n"
        "connection up\naddress a\ntopic # out\n");
    ASSERT_EQ(config.changes.size(), 4U);
    EXPECT_EQ(config.changes[0], at(1) + ": acl_file left out: the topics of the scenarios are not in it");
    EXPECT_EQ(config.changes[3], at(7) + ": bridge up left out: nobody is connected to");
}

TEST_F(UserConfigTest, WhatCannotBeTakenOverIsAnErrorWithItsLine) {
    EXPECT_NE(error_of("listener 1883\n").find("no listener has a certfile"), std::string::npos);
    EXPECT_EQ(error_of("listener tls\ncertfile /c\n"),
              at(1) + ": listener tls: the port must be a number from 0 to 65535");
    EXPECT_EQ(error_of("\nmount_point {{x}}\n"), at(2) + ": \"{{\" cannot be taken over; write the value without it");
    EXPECT_NE(error_of("include_dir /nowhere/at/all\n").find(at(1) + ": include_dir /nowhere/at/all: "),
              std::string::npos);
    EXPECT_THROW(read_user_config("/nowhere/at/all"), BadInput);
}

TEST_F(UserConfigTest, AScenarioMustSuitTheListener) {
    const core::Profile one_way{.name = "one-way"};
    const core::Profile mutual{.name = "mutual", .client_authentication = core::ClientAuthentication::required};
    UserListener listener{.name = "8883", .place = "m.conf:3"};
    EXPECT_FALSE(unsuited(listener, scenario_of(one_way)));
    EXPECT_EQ(unsuited(listener, scenario_of(mutual)),
              "the listener (m.conf:3) is not set up for it: it does not ask for a certificate of the client "
              "(require_certificate)");
    listener.requires_certificate = true;
    EXPECT_FALSE(unsuited(listener, scenario_of(mutual)));
    EXPECT_TRUE(unsuited(listener, scenario_of(one_way)));
    core::Profile identity = mutual;
    identity.identity = core::Identity::common_name;
    EXPECT_TRUE(unsuited(listener, scenario_of(identity)));
    listener.identity = true;
    EXPECT_FALSE(unsuited(listener, scenario_of(identity)));
    core::Profile password = mutual;
    password.access = core::Access::password;
    EXPECT_TRUE(unsuited(listener, scenario_of(password)));
}

// Its good client would be turned away, and the cell tell nothing.
TEST_F(UserConfigTest, AScenarioWhoseGoodClientIsTooOldDoesNotSuit) {
    UserListener listener{.name = "8883", .place = "m.conf:3"};
    core::Scenario scenario = scenario_of({.name = "one-way"});
    scenario.control = core::Control{};
    scenario.control->stimulus.client.tls.max = core::TlsVersion::tls_1_2;
    EXPECT_FALSE(unsuited(listener, scenario));
    listener.min_version = core::TlsVersion::tls_1_3;
    EXPECT_EQ(unsuited(listener, scenario),
              "the listener (m.conf:3) is not set up for it: it takes TLSv1.3 and later, and its good client offers "
              "TLSv1.2 at most");
}

}  // namespace
}  // namespace gauntlet::broker::test
