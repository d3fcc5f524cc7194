// What a broker's process wrote to its standard output and error: a file, so that a broker never waits for us to read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "gauntlet/broker/text_pattern.hpp"

namespace gauntlet::broker {

// Throws StartFault where it is there and cannot be read.
class Log {
  public:
    explicit Log(std::filesystem::path path) : path_(std::move(path)) {}

    const std::filesystem::path& path() const { return path_; }
    // Bytes written until now: a mark to take before something happens.
    std::uint64_t size() const;
    // The lines, without their ends, between two marks; an unfinished last one too. At most 64 MiB are looked at.
    std::vector<std::string> lines(std::uint64_t from, std::uint64_t to = UINT64_MAX) const;
    // The last lines, at most `count`.
    std::vector<std::string> tail(std::size_t count) const;
    // The lines between two marks that match one of the patterns (Adapter::crash).
    std::vector<std::string> matching(const std::vector<TextPattern>& patterns, std::uint64_t from,
                                      std::uint64_t to = UINT64_MAX) const;

  private:
    std::filesystem::path path_;
};

}  // namespace gauntlet::broker
