// Installing and removing a broker, with small recipes of our own: no network, no package manager.
#include "gauntlet/broker/install.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "gauntlet/broker/installation.hpp"
#include "support.hpp"

namespace gauntlet::broker::test {
namespace {

namespace fs = std::filesystem;

// A broker that two steps put together: the program is copied from the adapter's folder by way of the scratch folder.
constexpr const char* two_steps = R"toml([install]
version = "1.2.3"
[install.needs]
cp = "it comes with every system"
[[install.step]]
command = ["cp", "{{adapter}}/program", "{{scratch}}/program"]
[[install.step]]
command = ["sh", "-c", "mkdir $INTO && cp program $INTO && umask >$INTO/mask"]
environment = { INTO = "{{folder}}/bin" }
[binary])toml";

class Install : public testing::Test {
  protected:
    Install() { ::setenv("XDG_DATA_HOME", data_.path().c_str(), 1); }
    ~Install() override { ::unsetenv("XDG_DATA_HOME"); }

    Adapter adapter(const std::string& install = two_steps, const std::string& version = "1.2.3") const {
        std::string text = shell_adapter_text();
        const auto replace = [&text](const std::string& from, const std::string& to) {
            text.replace(text.find(from), from.size(), to);
        };
        replace("install = \"nothing\"\n", "");
        replace("[binary]", install);
        replace("[\"sh\"]\n[version]", "[\"program\"]\n[version]");
        replace("args = [\"-c\", \"echo fake version 1.2.3; exit 3\"]", "args = [\"--version\"]");
        write_file(adapters_.path() / "fake" / "adapter.toml", text);
        write_file(adapters_.path() / "fake" / "script", "echo\n");
        const fs::path program = adapters_.path() / "fake" / "program";
        write_file(program, "#!/bin/sh\necho fake version " + version + "\n");
        ::chmod(program.c_str(), 0755);
        return load_adapter(adapters_.path(), "fake");
    }

    fs::path home() const { return data_.path() / "gauntlet" / "brokers" / "fake"; }

    template <typename Work>
    static std::string fault(Work work) {
        try {
            work();
        } catch (const InstallFault& caught) {
            return caught.what();
        }
        return "no fault";
    }

  private:
    TemporaryFolder data_;
    TemporaryFolder adapters_;
};

TEST_F(Install, SaysFirstWhatItDoes) {
    const Adapter fake = adapter();
    EXPECT_EQ(fake.install, "gauntlet brokers install fake");
    const std::string text = to_text(plan_install(fake, {}));
    EXPECT_NE(text.find("installs version 1.2.3 into " + home().string() + "\n"), std::string::npos) << text;
    EXPECT_NE(text.find("runs INTO=" + home().string() + "/bin sh -c mkdir"), std::string::npos) << text;
    EXPECT_FALSE(fs::exists(home()));
}

TEST_F(Install, IsFoundAfterwardsAndCanBeUndone) {
    const Adapter fake = adapter();
    EXPECT_FALSE(locate(fake).found());
    EXPECT_FALSE(is_installed(fake, plan_install(fake, {})));
    install(fake, plan_install(fake, {}));
    EXPECT_TRUE(is_installed(fake, plan_install(fake, {})));
    const Installation found = locate(fake);
    ASSERT_TRUE(found.found()) << found.missing;
    EXPECT_EQ(found.binary, home() / "bin" / "program");
    EXPECT_EQ(found.version, "1.2.3");
    EXPECT_FALSE(fs::exists(home() / "scratch"));
    // What root installs is run by somebody else.
    EXPECT_EQ(read_file(home() / "bin" / "mask"), "0022\n");

    EXPECT_NE(fault([&] { install(fake, plan_install(fake, {})); }).find("was installed already"), std::string::npos);

    const auto removal = plan_removal(fake);
    ASSERT_TRUE(removal);
    EXPECT_EQ(to_text(*removal), "  removes " + home().string() + "\n");
    remove(*removal);
    EXPECT_FALSE(fs::exists(home()));
    EXPECT_FALSE(locate(fake).found());
    EXPECT_FALSE(plan_removal(fake));
}

TEST_F(Install, GoesIntoAFolderOfTheUsers) {
    const Adapter fake = adapter();
    const TemporaryFolder folder;
    const fs::path into = folder.path() / "here";
    install(fake, plan_install(fake, into));
    EXPECT_TRUE(fs::is_symlink(home()));
    EXPECT_EQ(locate(fake).binary, into / "bin" / "program");
    remove(*plan_removal(fake));
    EXPECT_FALSE(fs::exists(into));
    EXPECT_FALSE(fs::is_symlink(home()));
}

TEST_F(Install, TouchesNoFolderWithFilesOfOthers) {
    const Adapter fake = adapter();
    const TemporaryFolder folder;
    write_file(folder.path() / "precious", "x");
    EXPECT_NE(fault([&] { install(fake, plan_install(fake, folder.path())); }).find("is not empty"), std::string::npos);
    EXPECT_EQ(read_file(folder.path() / "precious"), "x");
    EXPECT_FALSE(plan_removal(fake));
}

TEST_F(Install, LeavesNothingWhereAStepFails) {
    std::string failing = two_steps;
    failing.replace(failing.find("cp program"), 10, "false");
    const Adapter fake = adapter(failing);
    EXPECT_NE(fault([&] { install(fake, plan_install(fake, {})); }).find("ended with exit code 1"), std::string::npos);
    EXPECT_FALSE(fs::exists(home()));
}

TEST_F(Install, TakesTheRemainsOfAnInterruptedTryAway) {
    const Adapter fake = adapter();
    write_file(home() / "gauntlet-install.begun", "");
    write_file(home() / "bin" / "program", "half");
    EXPECT_FALSE(locate(fake).found());
    install(fake, plan_install(fake, {}));
    EXPECT_TRUE(locate(fake).found());
}

TEST_F(Install, WantsThePinnedVersion) {
    const Adapter fake = adapter(two_steps, "1.2.4");
    EXPECT_NE(
        fault([&] { install(fake, plan_install(fake, {})); }).find("version 1.2.4, and 1.2.3 was to be installed"),
        std::string::npos);
    EXPECT_FALSE(fs::exists(home()));
}

TEST_F(Install, NamesAProgramThatItNeedsAndWhereItComesFrom) {
    std::string needy = two_steps;
    needy.replace(needy.find("cp = "), 5, "no-such-tool = ");
    const Adapter fake = adapter(needy);
    EXPECT_EQ(fault([&] { plan_install(fake, {}); }),
              "no-such-tool is needed and not installed: it comes with every system");
}

TEST_F(Install, PackagesGoWhereTheirManagerSays) {
    const Adapter fake = adapter("[install]\npackages = [\"fake-broker\"]\n[binary]");
    EXPECT_THROW(plan_install(fake, "/somewhere"), BadInput);
}

TEST_F(Install, WhatOthersInstallIsNotOurs) {
    const Adapter external = load_adapter(GAUNTLET_ADAPTERS, "external");
    EXPECT_THROW(plan_install(external, {}), BadInput);
}

}  // namespace
}  // namespace gauntlet::broker::test
