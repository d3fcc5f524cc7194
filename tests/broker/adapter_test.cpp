// The adapters that come with the program, what they lack, and where they and their brokers are found.
#include "gauntlet/broker/adapter.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>

#include "gauntlet/broker/data_folder.hpp"
#include "gauntlet/core/capability.hpp"
#include "support.hpp"
#include "variables.hpp"

namespace gauntlet::broker::test {
namespace {

TEST(Adapters, all_that_come_with_the_program_are_right) {
    std::map<std::string, Adapter> adapters;
    for (Adapter& adapter : load_adapters(GAUNTLET_ADAPTERS))
        adapters[adapter.name] = std::move(adapter);
    for (const char* name : {"activemq", "external", "haproxy", "hivemq", "mochi", "mosquitto", "nginx", "rabbitmq",
                             "reference", "stunnel"})
        EXPECT_TRUE(adapters.contains(name)) << name;
    EXPECT_TRUE(adapters["external"].external);
    EXPECT_EQ(adapters["mosquitto"].install, "gauntlet brokers install mosquitto");
    EXPECT_EQ(adapters["mosquitto"].install_rule->packages, std::vector<std::string>{"mosquitto"});
    EXPECT_EQ(adapters["mochi"].install_rule->version, "2.7.9");
    EXPECT_TRUE(adapters["reference"].binary.self);
    EXPECT_FALSE(adapters["reference"].install_rule);
}

TEST(Adapters, the_reference_broker_can_do_everything) {
    const Adapter reference = load_adapter(GAUNTLET_ADAPTERS, "reference");
    for (const core::Capability& capability : core::capabilities)
        EXPECT_FALSE(reference.lacks(capability.name)) << capability.name;
}

TEST(Adapters, a_broker_lacks_what_it_says_with_the_reason) {
    const Adapter mosquitto = load_adapter(GAUNTLET_ADAPTERS, "mosquitto");
    EXPECT_FALSE(mosquitto.lacks("crl"));
    const std::optional<Lack> lack = mosquitto.lacks("min-version-1-0");
    ASSERT_TRUE(lack);
    EXPECT_FALSE(lack->skipped);
    EXPECT_NE(lack->why.find("tls_version"), std::string::npos);
    EXPECT_TRUE(mosquitto.lacks("no-such-thing"));
}

TEST(Adapters, an_external_listener_has_what_the_user_gives) {
    const Adapter external = load_adapter(GAUNTLET_ADAPTERS, "external");
    const std::optional<Lack> cert = external.lacks("good-client");
    ASSERT_TRUE(cert);
    EXPECT_TRUE(cert->skipped);
    EXPECT_EQ(cert->why, "good-client: credential not given; give --cert or --client-ca-key or --pki");
    EXPECT_FALSE(external.lacks("good-client", {.options = {"--cert"}, .profile_capabilities = {}}));
    EXPECT_FALSE(external.lacks("good-client", {.options = {"--pki"}, .profile_capabilities = {}}));
    EXPECT_TRUE(external.lacks("client-ca", {.options = {"--cert"}, .profile_capabilities = {}}));

    const std::optional<Lack> crl = external.lacks("crl");
    ASSERT_TRUE(crl);
    EXPECT_TRUE(crl->skipped);
    EXPECT_EQ(crl->why, "crl: not said of this listener; give the --profile that it is set up as");
    EXPECT_FALSE(external.lacks("crl", {.options = {}, .profile_capabilities = {"crl"}}));
    EXPECT_TRUE(external.lacks("crl", {.options = {"--profile"}, .profile_capabilities = {"password"}}));

    const std::optional<Lack> restart = external.lacks("restart", {.options = {"--pki"}, .profile_capabilities = {}});
    ASSERT_TRUE(restart);
    EXPECT_FALSE(restart->skipped);
}

TEST(Adapters, one_that_reloads_says_how) {
    for (const char* name : {"mosquitto", "reference"}) {
        const Adapter adapter = load_adapter(GAUNTLET_ADAPTERS, name);
        EXPECT_EQ(adapter.reload.has_value(), !adapter.lacks("reload")) << name;
    }
    const Adapter external = load_adapter(GAUNTLET_ADAPTERS, "external");
    for (const char* capability : {"reload", "resources", "one-way-listener"}) {
        const std::optional<Lack> lack = external.lacks(capability, {.options = {"--pki"}, .profile_capabilities = {}});
        ASSERT_TRUE(lack) << capability;
        EXPECT_FALSE(lack->skipped) << capability;
    }
}

TEST(Adapters, the_page_about_them_names_every_capability_and_variable) {
    const std::string page = read_file(std::filesystem::path(GAUNTLET_DOCS) / "adapters.md");
    for (const core::Capability& capability : core::capabilities)
        EXPECT_NE(page.find("`" + std::string(capability.name) + "`"), std::string::npos) << capability.name;
    std::vector<std::string_view> variables{"tools.NAME", "settings.NAME", "ports.NAME", port_variable, value_variable};
    variables.insert(variables.end(), install_variables.begin(), install_variables.end());
    variables.insert(variables.end(), instance_variables.begin(), instance_variables.end());
    variables.insert(variables.end(), listener_variables.begin(), listener_variables.end());
    variables.insert(variables.end(), suite_variables.begin(), suite_variables.end());
    for (const std::string_view variable : variables)
        EXPECT_NE(page.find("`" + std::string(variable) + "`"), std::string::npos) << variable;
}

class DataFolder : public testing::Test {
  protected:
    void TearDown() override { ::unsetenv("GAUNTLET_DATA"); }
};

TEST_F(DataFolder, is_where_the_environment_says) {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "adapters");
    ::setenv("GAUNTLET_DATA", folder.path().c_str(), 1);
    EXPECT_EQ(data_folder(), folder.path());
}

TEST_F(DataFolder, without_adapters_is_bad_input) {
    const TemporaryFolder folder;
    ::setenv("GAUNTLET_DATA", folder.path().c_str(), 1);
    EXPECT_THROW(data_folder(), BadInput);
}

TEST_F(DataFolder, otherwise_holds_the_adapters_that_come_with_the_program) {
    ::unsetenv("GAUNTLET_DATA");
    EXPECT_TRUE(std::filesystem::exists(data_folder() / "adapters" / "mosquitto" / "adapter.toml"));
}

TEST(Locate, finds_the_program_and_asks_for_its_version) {
    const FakeBroker fake("echo\n");
    EXPECT_TRUE(fake.installation().found()) << fake.installation().missing;
    EXPECT_EQ(fake.installation().version, "1.2.3");
    EXPECT_EQ(fake.installation().binary.filename(), "sh");
}

TEST(Locate, a_version_that_is_not_printed_is_unknown) {
    std::string text = shell_adapter_text();
    text.replace(text.find("echo fake version 1.2.3"), 23, "echo something else");
    EXPECT_EQ(FakeBroker("echo\n", text).installation().version, "unknown");
}

TEST(Locate, a_program_that_is_not_there_is_named_with_the_command_that_installs_it) {
    std::string text = shell_adapter_text();
    text.replace(text.find("[\"sh\"]"), 6, "[\"no-such-broker\"]");
    const FakeBroker fake("echo\n", text);
    EXPECT_FALSE(fake.installation().found());
    EXPECT_EQ(fake.installation().missing,
              "A fake broker is not installed: no program no-such-broker was found; install it with: nothing (or give "
              "--set fake.binary=PATH)");
}

TEST(Locate, the_users_settings_are_checked) {
    const FakeBroker fake("echo\n");
    const auto message = [&fake](const Settings& settings) {
        try {
            locate(fake.adapter(), settings);
        } catch (const BadInput& error) {
            return std::string(error.what());
        }
        return std::string("no error");
    };
    EXPECT_EQ(message({{"binary", "/bin/sh"}, {"wrapper", "env A=1"}}), "no error");
    EXPECT_EQ(message({{"binary", "/nowhere/sh"}}),
              "--set fake.binary=/nowhere/sh: there is no executable program; correct the path");
    EXPECT_EQ(message({{"jar", "x"}}), "--set fake.jar: unknown key; use binary, wrapper");
    EXPECT_EQ(
        message({{"wrapper", "no-such-tool -q"}}),
        "--set fake.wrapper=no-such-tool -q: there is no executable program \"no-such-tool\"; correct the command");
    const Installation wrapped = locate(fake.adapter(), {{"wrapper", "env A=1"}});
    ASSERT_EQ(wrapped.wrapper.size(), 2U);
    EXPECT_TRUE(wrapped.wrapper[0].ends_with("/env"));
    EXPECT_EQ(wrapped.wrapper[1], "A=1");
}

TEST(Locate, the_program_itself_is_found_where_it_runs) {
    std::string text = shell_adapter_text();
    const std::string names = "names = [\"sh\"]";
    text.replace(text.find(names), names.size(), "self = true");
    const std::string args = "args = [\"-c\", \"echo fake version 1.2.3; exit 3\"]";
    text.replace(text.find(args), args.size(), "args = [\"--gtest_list_tests\"]");
    const FakeBroker fake("echo\n", text);
    EXPECT_TRUE(fake.installation().found()) << fake.installation().missing;
    EXPECT_EQ(fake.installation().binary, std::filesystem::read_symlink("/proc/self/exe"));
}

TEST(Locate, the_values_of_an_adapters_settings_are_split_at_commas) {
    std::string text = shell_adapter_text();
    text.replace(text.find("[binary]"), 8, "settings = [\"flaw\", \"other\"]\n[binary]");
    const FakeBroker fake("{{#settings.flaw}}{{value}} {{/settings.flaw}}{{^settings.other}}none{{/settings.other}}\n",
                          text);
    EXPECT_TRUE(fake.installation().settings.empty());
    const Installation given = locate(fake.adapter(), {{"flaw", "one,two,,three"}});
    EXPECT_EQ(given.settings.at("flaw"), (std::vector<std::string>{"one", "two", "three"}));
    EXPECT_FALSE(given.settings.contains("other"));
    EXPECT_THROW(locate(fake.adapter(), {{"flow", "one"}}), BadInput);
}

TEST(Locate, an_external_listener_needs_no_program) {
    const Adapter external = load_adapter(GAUNTLET_ADAPTERS, "external");
    EXPECT_TRUE(locate(external).found());
    EXPECT_THROW(locate(external, {{"binary", "/bin/sh"}}), BadInput);
}

}  // namespace
}  // namespace gauntlet::broker::test
