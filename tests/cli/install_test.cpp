// brokers install and remove, as a user or a script calls them; the broker is a shell script that one step writes.
#include <gtest/gtest.h>

#include "program.hpp"

namespace gauntlet::tests {
namespace {

namespace fs = std::filesystem;

class Installing : public testing::Test {
  protected:
    Installing() {
        std::string text = text_of(fs::path(GAUNTLET_ADAPTERS) / "mochi" / "adapter.toml");
        const std::size_t needs = text.find("[install.needs]");
        text.replace(needs, text.find("[binary]") - needs, R"toml([[install.step]]
command = ["sh", "-c", "mkdir bin && printf '#!/bin/sh\\necho mochi-mqtt 2.7.9\\n' >bin/gauntlet-mochi && chmod 755 bin/gauntlet-mochi && mv bin {{folder}}"]
)toml");
        const fs::path adapter = folder_.path() / "data" / "adapters" / "mochi";
        fs::create_directories(adapter);
        write_text(adapter / "adapter.toml", text);
        write_text(adapter / "listeners.mustache", "");
    }

    Result run(const Arguments& arguments) const {
        return gauntlet(arguments, {{"GAUNTLET_DATA", folder_.path() / "data"}, {"XDG_DATA_HOME", folder_.path()}});
    }

    fs::path installed() const { return folder_.path() / "gauntlet" / "brokers" / "mochi"; }

    TemporaryFolder folder_;
};

TEST_F(Installing, ADryRunSaysWhatItWouldDo) {
    const Result said = run({"brokers", "install", "mochi", "--dry-run"});
    EXPECT_EQ(said.exit, 0) << said.err;
    EXPECT_NE(said.out.find("installs version 2.7.9 into " + installed().string()), std::string::npos) << said.out;
    EXPECT_NE(said.out.find("runs sh -c"), std::string::npos) << said.out;
    EXPECT_FALSE(fs::exists(installed()));
}

TEST_F(Installing, WhatIsInstalledIsListedUntilItIsRemoved) {
    EXPECT_NE(run({"brokers"}).out.find("install it with: gauntlet brokers install mochi"), std::string::npos);
    const Result done = run({"brokers", "install", "mochi"});
    EXPECT_EQ(done.exit, 0) << done.err;
    EXPECT_NE(done.out.find("undo with: gauntlet brokers remove mochi"), std::string::npos) << done.out;
    EXPECT_NE(run({"brokers"}).out.find("2.7.9, " + (installed() / "bin" / "gauntlet-mochi").string()),
              std::string::npos);

    const Result again = run({"brokers", "install", "mochi"});
    EXPECT_EQ(again.exit, 0);
    EXPECT_NE(again.out.find("installed already: mochi"), std::string::npos) << again.out;

    EXPECT_EQ(run({"brokers", "remove", "mochi"}).exit, 0);
    EXPECT_FALSE(fs::exists(installed()));
    const Result nothing = run({"brokers", "remove", "mochi"});
    EXPECT_EQ(nothing.exit, 4);
    EXPECT_EQ(count_lines(nothing.err), 1U) << nothing.err;
}

}  // namespace
}  // namespace gauntlet::tests
