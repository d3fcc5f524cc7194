#include "cell_stream.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "gauntlet/record/json.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

std::string words(int error) {
    return std::generic_category().message(error);
}

// One call for the whole line wherever the system takes it, so that a killed run leaves whole lines (but for SIGKILL
// between two pages of one write).
int write_all(int descriptor, std::string_view line) {
    while (!line.empty()) {
        const ssize_t size = ::write(descriptor, line.data(), line.size());
        if (size >= 0)
            line.remove_prefix(static_cast<std::size_t>(size));
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

}  // namespace

CellStream::CellStream(const std::string& file) : file_(file) {
    constexpr mode_t mode = 0600;  // it names hosts and what they answered, as the run's folder does
    descriptor_ = file == "-" ? ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
                              : ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (descriptor_ < 0)
        throw UsageError(fmt::format("--jsonl {}: the file cannot be written: {}", file, words(errno)));
}

CellStream::~CellStream() {
    ::close(descriptor_);
}

void CellStream::write(const record::Cell& cell, const record::ScenarioText& scenario) {
    written_.insert(cell.id());
    if (error_ == 0)
        error_ = write_all(descriptor_, record::to_json_line(cell, scenario) + "\n");
}

void CellStream::finish(const record::Run& run) {
    for (const record::Cell& cell : run.cells)
        if (!written_.contains(cell.id()))
            write(cell, *record::scenario_of(run, cell));
    if (error_ != 0)
        throw std::runtime_error(fmt::format("--jsonl {}: not all cells could be written: {}", file_, words(error_)));
}

}  // namespace gauntlet::cli
