// libFuzzer's side: its weak functions, its extra counters, its command line.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "../engine.hpp"

extern "C" int LLVMFuzzerRunDriver(int* argc, char*** argv, int (*run)(const std::uint8_t* data, std::size_t size));

namespace gauntlet::fuzz::campaign {

namespace {

// libFuzzer takes each byte of this section for the counter of an edge and clears it before each input. Volatile:
// nobody else reads it, as far as the compiler sees.
__attribute__((section("__libfuzzer_extra_counters"))) volatile std::uint8_t counters[behaviours];

Client* client = nullptr;

std::string_view text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

int run(const std::uint8_t* data, std::size_t size) {
    return client->run(text(data, size)) ? 0 : -1;
}

// Nothing where it does not fit: libFuzzer then takes another mutation.
std::size_t give(const std::string& input, std::uint8_t* out, std::size_t room) {
    if (input.size() > room)
        return 0;
    std::memcpy(out, input.data(), input.size());
    return input.size();
}

}  // namespace

void count(std::size_t behaviour) {
    const std::uint8_t seen = counters[behaviour];
    if (seen < 255)
        counters[behaviour] = static_cast<std::uint8_t>(seen + 1);
}

void run_engine(Client& with, const EngineSettings& settings) {
    client = &with;
    std::vector<std::string> arguments{
        "gauntlet",
        settings.corpus.string(),
        fmt::format("-seed={}", settings.seed),
        fmt::format("-max_len={}", longest_input),
        fmt::format("-artifact_prefix={}/", settings.artifacts.string()),
        fmt::format("-reload={}", settings.several ? 1 : 0),
        "-len_control=0",
        "-rss_limit_mb=0",
        "-timeout=600",
        "-detect_leaks=0",
        "-verbosity=0",
        "-handle_int=0",
        "-handle_term=0",
        "-handle_segv=0",
        "-handle_bus=0",
        "-handle_abrt=0",
        "-handle_ill=0",
        "-handle_fpe=0",
        "-handle_usr1=0",
        "-handle_usr2=0",
    };
    if (!settings.seeds.empty())
        arguments.push_back(fmt::format("-seed_inputs=@{}", settings.seeds.string()));
    std::vector<char*> argv;
    for (std::string& argument : arguments)
        argv.push_back(argument.data());
    int argc = static_cast<int>(argv.size());
    argv.push_back(nullptr);
    char** all = argv.data();
    std::exit(LLVMFuzzerRunDriver(&argc, &all, run));
}

std::string engine_missing() {
    return {};
}

}  // namespace gauntlet::fuzz::campaign

using gauntlet::fuzz::campaign::client;
using gauntlet::fuzz::campaign::give;
using gauntlet::fuzz::campaign::text;

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t room, unsigned seed) {
    return give(client->mutated(text(data, size), seed), data, room);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size,
                                                 const std::uint8_t* second, std::size_t second_size, std::uint8_t* out,
                                                 std::size_t room, unsigned seed) {
    return give(client->crossed(text(first, first_size), text(second, second_size), seed), out, room);
}
