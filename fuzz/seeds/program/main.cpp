// Writes the seeds, DIR/PROPERTY/NUMBER, and DIR/mqtt.dict.
//   fuzz_seeds DIR
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include "gauntlet/fuzz/seeds/seeds.hpp"
#include "gauntlet/scenarios/catalogue.hpp"

namespace {

using namespace gauntlet;

bool write(const std::filesystem::path& path, const std::string& bytes) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream stream(path, std::ios::binary);
    stream << bytes;
    stream.close();
    if (!stream)
        std::fprintf(stderr, "fuzz_seeds: %s: cannot be written\n", path.c_str());
    return static_cast<bool>(stream);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: fuzz_seeds DIR\n", stderr);
        return 2;
    }
    const std::vector<core::Scenario> scenarios = scenarios::all();
    std::map<std::string, int> counts;
    for (const auto& seeds : {fuzz::seeds::of_scenarios(scenarios), fuzz::seeds::of_rooms(scenarios)})
        for (const fuzz::seeds::Seed& seed : seeds) {
            const std::string name = std::to_string(counts[seed.property]++);
            if (!write(std::filesystem::path(argv[1]) / seed.property / name, seed.bytes))
                return 2;
        }
    if (!write(std::filesystem::path(argv[1]) / "mqtt.dict", fuzz::seeds::mqtt_dictionary()))
        return 2;
    for (const auto& [property, count] : counts)
        std::printf("%s: %d\n", property.c_str(), count);
    return 0;
}
