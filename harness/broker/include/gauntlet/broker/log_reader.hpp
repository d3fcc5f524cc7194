// A log that is read as it grows, by who looks at it often: the file stays open.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::broker {

class LogReader {
  public:
    // From where the log ends now, or from so many bytes on. Throws StartFault where it cannot be opened.
    explicit LogReader(const std::filesystem::path& path, std::optional<std::uint64_t> from = std::nullopt);
    ~LogReader();
    LogReader(LogReader&&) noexcept;
    LogReader& operator=(LogReader&&) = delete;

    // The lines that were finished since the last look, without their ends, valid until the next one. A log that was
    // cut is read from its beginning. At most 64 MiB at once.
    const std::vector<std::string_view>& new_lines();

  private:
    std::uint64_t size() const;
    void read(std::uint64_t size);

    int file_ = -1;
    std::uint64_t cursor_ = 0;
    std::string text_;
    std::vector<std::string_view> lines_;
};

}  // namespace gauntlet::broker
