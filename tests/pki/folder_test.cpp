// What `pki make` writes: modes, index, commands that work when they are pasted.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <sstream>

#include "gauntlet/recipe/catalogue.hpp"
#include "pki_folder.hpp"
#include "support.hpp"
#include "usage.hpp"

namespace gauntlet::cli {
namespace {

namespace fs = std::filesystem;
namespace test = issue::test;

std::string content(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::map<std::string, std::string> tree(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file())
            files[fs::relative(entry.path(), folder).string()] = content(entry.path());
    }
    return files;
}

mode_t mode(const fs::path& path) {
    struct stat status {};
    EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777U;
}

test::Output in_folder(const fs::path& folder, const std::string& command) {
    return test::run({"sh", "-c", "cd '" + folder.string() + "' && " + command});
}

TEST(Folder, KeysAreForTheOwnerOnlyAndTheSameSeedMakesTheSameFolder) {
    const test::TemporaryFolder place;
    const fs::path one = place.path() / "deep" / "one";
    const fs::path two = place.path() / "two";
    EXPECT_EQ(make_pki_folder(one, test::seed, test::now), recipe::credentials().size());
    fs::create_directory(two);  // an empty folder is as good as none
    make_pki_folder(two, test::seed, test::now);
    const auto files = tree(one);
    EXPECT_EQ(files, tree(two));
    EXPECT_TRUE(files.contains("INDEX.md"));
    EXPECT_TRUE(files.contains("server/good/chain.pem"));
    EXPECT_TRUE(files.contains("ca/clients-root.pem"));
    EXPECT_TRUE(files.contains("crl/fresh.pem"));

    EXPECT_EQ(mode(one), 0700U);
    EXPECT_EQ(mode(two), 0700U);
    std::size_t keys = 0;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(one)) {
        if (entry.is_directory()) {
            EXPECT_EQ(mode(entry.path()), 0700U) << entry.path();
        } else if (content(entry.path()).find("PRIVATE KEY") != std::string::npos) {
            EXPECT_EQ(mode(entry.path()), 0600U) << entry.path();
            ++keys;
        }
    }
    EXPECT_EQ(keys, recipe::credentials().size() + recipe::authorities().size());
}

TEST(Folder, AFolderInUseIsRefusedAndLeftAlone) {
    const test::TemporaryFolder place;
    place.write("used/note", "mine");
    const std::string file = place.write("file", "mine");
    EXPECT_THROW(make_pki_folder(place.path() / "used", test::seed, test::now), UsageError);
    EXPECT_THROW(make_pki_folder(file, test::seed, test::now), UsageError);
    EXPECT_EQ(tree(place.path()), (std::map<std::string, std::string>{{"used/note", "mine"}, {"file", "mine"}}));
}

TEST(Folder, AfterAFailureNothingIsLeft) {
    const test::TemporaryFolder place;
    const auto year_9995 = std::chrono::sys_seconds(std::chrono::sys_days(std::chrono::year(9995) / 1 / 1));
    EXPECT_THROW(make_pki_folder(place.path() / "out", test::seed, year_9995), std::out_of_range);
    EXPECT_FALSE(fs::exists(place.path() / "out"));
    const std::string file = place.write("file", "mine");
    EXPECT_ANY_THROW(make_pki_folder(fs::path(file) / "below", test::seed, test::now));
    EXPECT_EQ(tree(place.path()).size(), 1U);
}

// The lines of the ```sh blocks of the index that begin with `program`.
std::vector<std::string> pasted(const std::string& index, const std::string& program) {
    std::vector<std::string> commands;
    std::istringstream lines(index);
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("```"))
            inside = line == "```sh";
        else if (inside && line.starts_with(program))
            commands.push_back(line);
    }
    return commands;
}

TEST(Folder, EveryVerifyCommandSaysWhatTheIndexSays) {
    if (!test::has_openssl())
        GTEST_SKIP() << "the openssl program is not installed: apt-get install openssl";
    const test::TemporaryFolder place;
    const fs::path folder = place.path() / "pki";
    make_pki_folder(folder, test::seed, test::now);

    const boost::json::value index = boost::json::parse(content(folder / "index.json"));
    EXPECT_EQ(index.at("schema"), "gauntlet.pki/1");
    EXPECT_EQ(index.at("seed").to_number<std::uint64_t>(), test::seed);
    EXPECT_EQ(index.at("now"), "2026-11-21T08:30:00Z");
    ASSERT_EQ(index.at("credentials").as_array().size(), recipe::credentials().size());
    for (const boost::json::value& entry : index.at("credentials").as_array()) {
        for (const char* file : {"chain", "key", "intermediates", "anchors", "crl"}) {
            const boost::json::value& name = entry.at(file);
            if (!name.is_null()) {
                EXPECT_TRUE(fs::exists(folder / name.as_string().c_str())) << name;
            }
        }
        const test::Output output = in_folder(folder, entry.at("verify").as_string().c_str());
        EXPECT_EQ(output.status, entry.at("valid").as_bool() ? 0 : 2) << entry.at("verify") << "\n" << output.text;
    }
    for (const char* list : {"authorities", "crls"}) {
        for (const boost::json::value& entry : index.at(list).as_array())
            EXPECT_TRUE(fs::exists(
                folder / entry.at(std::string_view(list) == "crls" ? "file" : "certificate").as_string().c_str()))
                << entry;
    }

    const std::string markdown = content(folder / "INDEX.md");
    for (const recipe::Credentials* credentials : recipe::credentials())
        EXPECT_NE(markdown.find("| " + std::string(credentials->name) + " | " + std::string(credentials->about)),
                  std::string::npos)
            << credentials->name;
    const std::vector<std::string> commands = pasted(markdown, "openssl verify");
    ASSERT_EQ(commands.size(), 3U);
    EXPECT_EQ(in_folder(folder, commands[0]).status, 0);
    const test::Output expired = in_folder(folder, commands[1]);
    EXPECT_EQ(expired.status, 2);
    EXPECT_NE(expired.text.find("certificate has expired"), std::string::npos) << expired.text;
    const test::Output revoked = in_folder(folder, commands[2]);
    EXPECT_EQ(revoked.status, 2);
    EXPECT_NE(revoked.text.find("certificate revoked"), std::string::npos) << revoked.text;
}

}  // namespace
}  // namespace gauntlet::cli
