// The lines of a mosquitto.conf, and the listeners that they make.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gauntlet::broker {

// Comments and empty lines are left out, an include_dir is replaced by the lines of its files.
struct ConfLine {
    std::string place;  // "FILE:LINE"
    std::string word;   // "certfile"
    std::string value;
    std::size_t section = 0;  // index of the listener that it belongs to, if it is about one
    bool bridge = false;      // it belongs to a `connection`
};

// What stands below a `listener` line. The first section is what stands above all of them: the default listener, if it
// is one.
struct ConfSection {
    std::string place;
    std::string port;
    bool is_listener = false;
};

struct MosquittoConf {
    std::vector<ConfLine> lines;
    std::vector<ConfSection> sections;

    // The last value in a section; empty: not there.
    std::string value(std::size_t section, std::string_view word) const;
    // The last value in the whole file.
    std::string value(std::string_view word) const;
    bool is_true(std::size_t section, std::string_view word) const;
    // Settings about who may log in count for their section alone.
    bool per_listener() const;
    // Whether everybody may log in at the listener of a section.
    bool anonymous(std::size_t section) const;
};

// Throws BadInput.
MosquittoConf read_mosquitto_conf(const std::filesystem::path& file);

}  // namespace gauntlet::broker
