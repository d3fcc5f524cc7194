// Runs a property over files and the files of folders: the corpora in builds without libFuzzer, and single inputs.
//   fuzz_replay PROPERTY PATH...
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gauntlet/fuzz/properties/properties.hpp"

namespace {

namespace fs = std::filesystem;
using gauntlet::fuzz::properties::Named;

std::vector<fs::path> files_of(const fs::path& path) {
    if (!fs::is_directory(path))
        return {path};
    std::vector<fs::path> out;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file())
            out.push_back(entry.path());
    std::ranges::sort(out);
    return out;
}

bool replay(const Named& named, const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) {
        std::fprintf(stderr, "fuzz_replay: %s: cannot be read\n", path.c_str());
        return false;
    }
    // Where the property does not hold the process ends: the last line says with which file.
    std::fprintf(stderr, "%s\n", path.c_str());
    named.property(std::as_bytes(std::span(bytes)));
    return true;
}

int usage() {
    std::fputs("usage: fuzz_replay PROPERTY PATH...; the properties are:\n", stderr);
    for (const Named& named : gauntlet::fuzz::properties::all())
        std::fprintf(stderr, "  %.*s\n", static_cast<int>(named.name.size()), named.name.data());
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() < 2)
        return usage();
    const auto known = gauntlet::fuzz::properties::all();
    const auto named = std::ranges::find(known, arguments[0], &Named::name);
    if (named == known.end())
        return usage();
    std::size_t count = 0;
    for (std::size_t i = 1; i < arguments.size(); ++i)
        for (const fs::path& path : files_of(arguments[i])) {
            if (!replay(*named, path))
                return 2;
            ++count;
        }
    std::printf("%s: %zu inputs\n", arguments[0].c_str(), count);
    return count > 0 ? 0 : 2;
}
