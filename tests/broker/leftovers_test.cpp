// Of every broker that is installed here: once it has been stopped, or killed, nothing of it is left.
#include <gtest/gtest.h>

#include <cctype>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "support.hpp"

namespace gauntlet::broker::test {
namespace {

using namespace std::chrono_literals;

// The processes whose HOME is the folder, or that work in it (nginx writes its title over its environment): whatever
// their parent, session or name is, they belong to its instance.
std::vector<std::string> processes_of(const std::filesystem::path& folder) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const std::string number = entry.path().filename().string();
        if (std::isdigit(static_cast<unsigned char>(number[0])) == 0 || !runs(std::stoi(number)))
            continue;
        std::error_code gone;
        bool belongs = std::filesystem::read_symlink(entry.path() / "cwd", gone) == folder;
        std::ifstream file(entry.path() / "environ", std::ios::binary);
        for (std::string variable; std::getline(file, variable, '\0');)
            belongs = belongs || variable == "HOME=" + folder.string();
        if (belongs)
            found.push_back(number + " " + read_file(entry.path() / "comm"));
    }
    return found;
}

class Leftovers : public testing::TestWithParam<std::string> {};

TEST_P(Leftovers, are_none_however_it_ends) {
    const Adapter adapter = load_adapter(GAUNTLET_ADAPTERS, GetParam());
    if (adapter.binary.self)
        GTEST_SKIP() << "it is the program itself";
    const Installation installation = locate(adapter);
    if (!installation.found())
        GTEST_SKIP() << installation.missing;
    for (const StopHow how : {StopHow::orderly, StopHow::kill}) {
        const OwnTemporaryFolder temporary;
        Supervisor supervisor;
        std::vector<ListenerRequest> listeners;
        listeners.push_back(one_way());
        StartResult started = run(supervisor.start(adapter, installation, std::move(listeners)));
        ASSERT_TRUE(started.ready()) << started.observation.text;
        const std::filesystem::path folder = started.instance->log().path().parent_path();
        EXPECT_GE(processes_of(folder).size(), 1 + adapter.companions.size());
        const Stopped stopped = run(started.instance->stop(how));
        EXPECT_EQ(stopped.killed, how == StopHow::kill) << stopped.observation.text;
        std::vector<std::string> left = processes_of(folder);
        for (int i = 0; i < 500 && !left.empty(); ++i) {  // what notices by a closed pipe that its parent is gone
            std::this_thread::sleep_for(10ms);
            left = processes_of(folder);
        }
        EXPECT_TRUE(left.empty()) << left.front();
        EXPECT_EQ(temporary.instances(), 0);
    }
}

std::vector<std::string> names() {
    std::vector<std::string> result;
    for (const Adapter& adapter : load_adapters(GAUNTLET_ADAPTERS))
        if (!adapter.external)
            result.push_back(adapter.name);
    return result;
}

INSTANTIATE_TEST_SUITE_P(of, Leftovers, testing::ValuesIn(names()), [](const auto& test) {
    std::string name = test.param;
    for (char& c : name)
        if (c == '-')
            c = '_';
    return name;
});

}  // namespace
}  // namespace gauntlet::broker::test
