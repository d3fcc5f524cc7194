// The settings file: read whole, and every fault named with its line.
#include <gtest/gtest.h>

#include "gauntlet/core/bad_input.hpp"
#include "gauntlet/reference/settings_file.hpp"
#include "tls_support.hpp"

namespace gauntlet::reference::test {
namespace {

TEST(SettingsFile, a_whole_one_is_read) {
    const Folder folder;
    const std::filesystem::path file = folder.write("reference.toml", R"(
flaws = ["ignores-crl", "spins"]
[[listener]]
name = "one"
host = "::1"
ports = [8883, 8884]
transport = "wss"
certificate_chain = "chain.pem"
key = "/keys/key.pem"
ocsp_response = "ocsp.der"
client_ca = "ca.pem"
crl = "crl.pem"
require_certificate = true
min_version = "1.0"
max_version = "1.3"
suites = "ECDHE-RSA-AES128-GCM-SHA256"
suites_13 = "TLS_AES_128_GCM_SHA256"
groups = "P-256"
alpn = ["mqtt"]
legacy = true
websocket_path = "/ws"
identity_common_name = true
own_topics_only = true
[[listener.user]]
name = "user"
password = "secret"
[[listener]]
name = "two"
transport = "mqtt"
ports = [0]
)");
    ListenerSettings one;
    one.name = "one";
    one.host = "::1";
    one.port = 8883;
    one.transport = core::Transport::wss;
    one.certificate_chain = file.parent_path() / "chain.pem";
    one.key = "/keys/key.pem";
    one.ocsp_response = file.parent_path() / "ocsp.der";
    one.client_ca = file.parent_path() / "ca.pem";
    one.crl = file.parent_path() / "crl.pem";
    one.require_certificate = true;
    one.min_version = core::TlsVersion::tls_1_0;
    one.max_version = core::TlsVersion::tls_1_3;
    one.suites = "ECDHE-RSA-AES128-GCM-SHA256";
    one.suites_13 = "TLS_AES_128_GCM_SHA256";
    one.groups = "P-256";
    one.alpn = {"mqtt"};
    one.legacy = true;
    one.websocket_path = "/ws";
    one.identity_common_name = true;
    one.own_topics_only = true;
    one.users = {{.name = "user", .password = "secret"}};
    ListenerSettings second_port = one;
    second_port.port = 8884;
    ListenerSettings two;
    two.name = "two";
    two.transport = core::Transport::mqtt;
    const Settings expected{.listeners = {one, second_port, two},
                            .flaws = with({core::Flaw::ignores_crl, core::Flaw::spins})};
    EXPECT_EQ(read_settings(file), expected);
}

struct Broken {
    const char* name;
    std::string text;
    std::string message;  // after "FILE"
};

void PrintTo(const Broken& broken, std::ostream* out) {
    *out << broken.name;
}

class BrokenSettings : public testing::TestWithParam<Broken> {};

TEST_P(BrokenSettings, are_named_with_file_and_line) {
    const Folder folder;
    const std::filesystem::path file = folder.write("reference.toml", GetParam().text);
    try {
        read_settings(file);
        FAIL() << "no error";
    } catch (const core::BadInput& error) {
        EXPECT_EQ(std::string(error.what()).substr(0, file.string().size() + GetParam().message.size()),
                  file.string() + GetParam().message);
    }
}

const std::string plain_listener = "[[listener]]\ntransport = \"mqtt\"\nports = [0]\n";

INSTANTIATE_TEST_SUITE_P(
    table, BrokenSettings,
    testing::Values(
        Broken{"toml", "flaws = [", ":1: "}, Broken{"empty", "", ":1: there is no [[listener]]; add one"},
        Broken{"unknown_key", "colour = 1", ":1: unknown key \"colour\"; use flaws, listener"},
        Broken{"unknown_listener_key", plain_listener + "prot = 1", ":4: unknown key \"prot\"; use alpn, "},
        Broken{"unknown_flaw", "flaws = [\"ignores-clr\"]\n" + plain_listener,
               ":1: no flaw is called \"ignores-clr\"; the nearest is ignores-crl"},
        Broken{"no_port", "[[listener]]\ntransport = \"mqtt\"\n", ":1: the listener has no port; add ports = [8883]"},
        Broken{"port_too_large", "[[listener]]\ntransport = \"mqtt\"\nports = [65536]\n", ":3: must be a port"},
        Broken{"port_no_number", "[[listener]]\ntransport = \"mqtt\"\nports = [\"a\"]\n", ":3: must be a port"},
        Broken{"ports_no_list", "[[listener]]\ntransport = \"mqtt\"\nports = 1883\n", ":3: must be a list"},
        Broken{"transport", "[[listener]]\ntransport = \"mqt\"\nports = [0]\n",
               ":2: must be one of mqtt, mqtts, ws, wss"},
        Broken{"listener_no_tables", "listener = 1\n", ":1: must be tables: [[listener]]"},
        Broken{"no_certificate", "[[listener]]\nports = [0]\n",
               ":1: a listener of mqtts needs certificate_chain and key; add both"},
        Broken{"store_and_key", "[[listener]]\nports = [0]\nkey = \"k\"\nkey_store = \"s\"\n",
               ":1: key_store stands in place of certificate_chain and key; remove it, or both of them"},
        Broken{"no_client_ca",
               "[[listener]]\nports = [0]\ncertificate_chain = \"c\"\nkey = \"k\"\nrequire_certificate = true\n",
               ":1: require_certificate needs client_ca; add it"},
        Broken{"version", plain_listener + "min_version = \"1.4\"\n", ":4: must be a version of TLS"},
        Broken{"flag", plain_listener + "legacy = \"yes\"\n", ":4: must be true or false"},
        Broken{"text", plain_listener + "suites = 1\n", ":4: must be a text"},
        Broken{"user_without_name", plain_listener + "[[listener.user]]\npassword = \"p\"\n",
               ":4: the user has no name"},
        Broken{"user_key", plain_listener + "[[listener.user]]\nnam = \"p\"\n",
               ":5: unknown key \"nam\"; use name, password"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(SettingsFile, a_missing_one_is_named) {
    try {
        read_settings("/no/such.toml");
        FAIL() << "no error";
    } catch (const core::BadInput& error) {
        EXPECT_STREQ(error.what(), "/no/such.toml: there is no such file; give another path");
    }
}

}  // namespace
}  // namespace gauntlet::reference::test
