#include "gauntlet/broker/log_reader.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "gauntlet/broker/supervisor.hpp"

namespace gauntlet::broker {

namespace {

constexpr std::uint64_t most_bytes = 64ULL << 20U;  // a flood of log lines must not become our memory

}  // namespace

LogReader::LogReader(const std::filesystem::path& path, std::optional<std::uint64_t> from)
    : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_ < 0)
        throw StartFault(fmt::format("cannot read the log {}: {}", path.string(), std::strerror(errno)));
    cursor_ = from.value_or(size());
}

LogReader::LogReader(LogReader&& other) noexcept : file_(std::exchange(other.file_, -1)), cursor_(other.cursor_) {}

LogReader::~LogReader() {
    if (file_ >= 0)
        ::close(file_);
}

std::uint64_t LogReader::size() const {
    struct stat status {};
    return ::fstat(file_, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

// What cannot be read may say that the broker crashed.
void LogReader::read(std::uint64_t size) {
    text_.resize(static_cast<std::size_t>(std::min(size - cursor_, most_bytes)));
    const ssize_t count = ::pread(file_, text_.data(), text_.size(), static_cast<off_t>(cursor_));
    if (count < 0)
        throw StartFault(fmt::format("cannot read the log: {}", std::strerror(errno)));
    text_.resize(static_cast<std::size_t>(count));
}

const std::vector<std::string_view>& LogReader::new_lines() {
    lines_.clear();
    const std::uint64_t now = size();
    if (now == cursor_)
        return lines_;
    if (now < cursor_)
        cursor_ = 0;
    read(now);
    std::string_view rest = text_;
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
        lines_.push_back(rest.substr(0, end > 0 && rest[end - 1] == '\r' ? end - 1 : end));
        rest.remove_prefix(end + 1);
    }
    cursor_ += text_.size() - rest.size();
    return lines_;
}

}  // namespace gauntlet::broker
