// The formats of `gauntlet report --format F`: one line each in formats.cpp. Each is made of the record alone (law 9).
#pragma once

#include <filesystem>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "gauntlet/record/run.hpp"

namespace gauntlet::cli {

// How the user wants to see it.
struct View {
    std::filesystem::path folder;  // of the record: its transcripts and logs are below it
    bool verbose = false;
    bool to_terminal = false;  // to standard output, which may be a terminal
};

struct Format {
    std::string_view name;
    std::string_view what;  // for the help
    void (*write)(std::ostream& out, const record::Run& run, const View& view);
};

std::span<const Format> formats();

// "console, junit, …", for messages.
std::string format_names();

// Throws UsageError.
const Format& format_of(std::string_view name);

}  // namespace gauntlet::cli
