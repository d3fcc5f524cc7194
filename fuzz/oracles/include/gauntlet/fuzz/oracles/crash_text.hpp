// Crash texts in a broker's log: sanitizers, panics, exceptions, Erlang crash reports.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "gauntlet/broker/log_reader.hpp"
#include "gauntlet/broker/text_pattern.hpp"
#include "gauntlet/fuzz/oracles/alarm.hpp"
#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::fuzz::oracles {

// Patterns that hold for the logs of every broker, whatever it is written in.
const std::vector<broker::TextPattern>& crash_patterns();

// The first crash text of these lines that one of crash_patterns() or of `more` (Adapter::crash) finds. Oracle `log`.
// The signature is the kind of the crash and the innermost functions of the stack behind it, as far as there is one:
// "heap-use-after-free in handle_publish < read_packet < main".
std::optional<Alarm> crash_text(const std::vector<std::string>& lines,
                                const std::vector<broker::TextPattern>& more = {});

// The functions of the first stack in these lines, innermost first, without those of sanitizers and of the C library:
// of ASan and UBSan, valgrind, Go, Java, JavaScript, Python and Rust.
std::vector<std::string> stack_of(const std::vector<std::string>& lines);

// Reads a log as it grows. Lines that differ from one that was searched in their numbers and names only, that have its
// shape, are not searched again: a busy broker writes some thousand lines a second.
class LogWatch {
  public:
    // From where the log ends now.
    LogWatch(const std::filesystem::path& path, std::vector<broker::TextPattern> more);

    // What came since the last look, where it has a crash text: the rest of a stack may still be on its way. Words of a
    // line that stand in `sent`, what we sent meanwhile, are names.
    std::optional<Alarm> look(std::span<const wire::View> sent = {});
    // A number for each shape of the lines that the last look saw; the same in every process. Of the first few hundred
    // shapes only: a log that never repeats itself tells nothing.
    const std::vector<std::uint64_t>& shapes() const { return shapes_; }

  private:
    void tell(std::uint64_t shape);

    broker::LogReader log_;
    std::vector<broker::TextPattern> more_;
    std::unordered_map<std::uint64_t, std::uint64_t> known_;  // lines without numbers, and their shapes
    std::unordered_set<std::uint64_t> read_;  // shapes that have been searched for crash texts: patterns are slow
    std::unordered_set<std::uint64_t> told_;
    std::vector<std::uint64_t> shapes_;
};

}  // namespace gauntlet::fuzz::oracles
