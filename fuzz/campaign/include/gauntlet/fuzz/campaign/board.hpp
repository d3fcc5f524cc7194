// What the processes of a campaign share: a file that is mapped by all of them, so that nothing is lost when one of
// them, or all, are killed. Numbers go on counting where a campaign is resumed.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/fuzz/oracles/alarm.hpp"

namespace gauntlet::fuzz::campaign {

// Sessions that a worker has done, the latest last.
inline constexpr std::size_t ring_size = 32;
inline constexpr std::size_t most_workers = 64;

class Board {
  public:
    struct Layout;

    // Makes the file, or maps the one that is there. Throws std::system_error, std::runtime_error where it is another
    // kind of file.
    explicit Board(const std::filesystem::path& path);
    ~Board();
    Board(const Board&) = delete;
    Board& operator=(const Board&) = delete;

    // --- of the worker of that number, in its process ---
    // Before the session: it is in the ring then, whatever the session does to us.
    void begin(std::size_t worker, std::string_view session);
    // After it; how many behaviours were seen for the first time.
    void end(std::size_t worker, const std::vector<std::uint32_t>& behaviours);
    // Why it stopped. An alarm without an oracle is a fault of ours.
    void raise(std::size_t worker, const oracles::Alarm& alarm);

    // --- of everybody ---
    std::uint64_t sessions() const;
    std::uint64_t sessions(std::size_t worker) const;
    // A hash over the inputs of a worker in their order.
    std::uint64_t sequence(std::size_t worker) const;
    // Of the distinct behaviours that any worker ever saw.
    std::size_t behaviours() const;
    // The latest last; the one that was under way included.
    std::vector<std::string> ring(std::size_t worker) const;
    std::optional<oracles::Alarm> alarm(std::size_t worker) const;
    void clear_alarm(std::size_t worker);

    // Alarms by oracle and signature, each of which is looked into once. True where it was not known.
    bool learn(const oracles::Alarm& alarm);
    // Inputs that are not run again: the broker dies of them.
    void avoid(std::string_view input);
    bool avoids(std::string_view input) const;

    // Workers end after their session.
    void stop(bool stopped);
    bool stopped() const;
    // Of this run of the campaign and those before; counted by the parent.
    void add_time(std::chrono::milliseconds time);
    std::chrono::milliseconds time() const;

  private:
    bool add(std::uint64_t hash);
    bool has(std::uint64_t hash) const;

    Layout* layout_ = nullptr;
};

}  // namespace gauntlet::fuzz::campaign
