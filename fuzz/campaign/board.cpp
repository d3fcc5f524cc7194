#include "gauntlet/fuzz/campaign/board.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "engine.hpp"
#include "gauntlet/core/fnv.hpp"

namespace gauntlet::fuzz::campaign {

namespace {

constexpr std::uint64_t magic = 0x3130'647a'7561'67ULL;  // "gauzd01"

template <std::size_t Size>
struct Text {
    std::uint32_t size;
    std::array<char, Size> bytes;

    void set(std::string_view text) {
        size = static_cast<std::uint32_t>(std::min(text.size(), Size));
        std::copy_n(text.begin(), size, bytes.begin());
    }
    std::string get() const { return std::string(bytes.data(), std::min<std::size_t>(size, Size)); }
};

}  // namespace

std::uint64_t key_of(const oracles::Alarm& alarm) {
    return core::fnv1a(alarm.signature, core::fnv1a("\n", core::fnv1a(alarm.oracle)));
}

std::uint64_t key_of(std::string_view input) {
    return core::fnv1a(input, core::fnv1a("input\n"));
}

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, ","));
}

std::vector<std::string> split(std::string_view words) {
    std::vector<std::string> out;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(','), words.size());
        out.emplace_back(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return out;
}

// Zeros are the beginning of everything.
struct Board::Layout {
    struct Worker {
        std::atomic<std::uint64_t> begun;
        std::atomic<std::uint64_t> ended;
        std::atomic<std::uint64_t> sequence;
        std::atomic<std::uint32_t> alarmed;
        Text<64> oracle;
        Text<512> signature;
        Text<4096> text;
        Text<1024> statements;
        std::array<Text<longest_input>, ring_size> ring;
    };
    std::uint64_t magic;
    std::uint64_t size;
    std::atomic<std::uint32_t> stopped;
    std::atomic<std::uint64_t> ms;
    std::array<std::atomic<std::uint8_t>, campaign::behaviours> seen;
    std::atomic<std::uint64_t> seen_count;
    std::array<std::atomic<std::uint64_t>, 1024> keys;  // the first zero is the end
    std::array<Worker, most_workers> workers;
};

Board::Board(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        throw std::system_error(errno, std::generic_category(), path.string());
    struct stat status {};
    ::fstat(file, &status);
    const bool fresh = status.st_size == 0;
    const bool fits = fresh || status.st_size == static_cast<off_t>(sizeof(Layout));
    if (!fits || ::ftruncate(file, sizeof(Layout)) != 0) {  // a hole until it is written to
        ::close(file);
        throw std::runtime_error(fmt::format("{}: is no state of a campaign of this version", path.string()));
    }
    void* mapped = ::mmap(nullptr, sizeof(Layout), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    const int error = errno;
    ::close(file);
    if (mapped == MAP_FAILED)
        throw std::system_error(error, std::generic_category(), path.string());
    layout_ = static_cast<Layout*>(mapped);
    if (fresh) {
        layout_->magic = magic;
        layout_->size = sizeof(Layout);
    }
    if (layout_->magic != magic || layout_->size != sizeof(Layout)) {
        ::munmap(layout_, sizeof(Layout));
        throw std::runtime_error(fmt::format("{}: is no state of a campaign of this version", path.string()));
    }
}

Board::~Board() {
    ::munmap(layout_, sizeof(Layout));
}

void Board::begin(std::size_t worker, std::string_view session) {
    Layout::Worker& of = layout_->workers[worker];
    const std::uint64_t number = of.begun.load(std::memory_order_relaxed);
    of.ring[number % ring_size].set(session);
    of.begun.store(number + 1, std::memory_order_release);
    of.sequence.store(core::fnv1a(session, of.sequence.load(std::memory_order_relaxed) ^ number),
                      std::memory_order_relaxed);
}

void Board::end(std::size_t worker, const std::vector<std::uint32_t>& behaviours) {
    for (const std::uint32_t each : behaviours)
        if (layout_->seen[each].load(std::memory_order_relaxed) == 0 && layout_->seen[each].exchange(1) == 0)
            ++layout_->seen_count;
    layout_->workers[worker].ended.fetch_add(1, std::memory_order_release);
}

void Board::raise(std::size_t worker, const oracles::Alarm& alarm) {
    Layout::Worker& of = layout_->workers[worker];
    of.oracle.set(alarm.oracle);
    of.signature.set(alarm.signature);
    of.text.set(alarm.text);
    of.statements.set(joined(alarm.statements));
    of.alarmed.store(1, std::memory_order_release);
}

std::uint64_t Board::sessions() const {
    std::uint64_t sum = 0;
    for (const Layout::Worker& worker : layout_->workers)
        sum += worker.ended.load(std::memory_order_relaxed);
    return sum;
}

std::uint64_t Board::sessions(std::size_t worker) const {
    return layout_->workers[worker].ended.load(std::memory_order_relaxed);
}

std::uint64_t Board::sequence(std::size_t worker) const {
    return layout_->workers[worker].sequence.load(std::memory_order_relaxed);
}

std::size_t Board::behaviours() const {
    return layout_->seen_count.load(std::memory_order_relaxed);
}

std::vector<std::string> Board::ring(std::size_t worker) const {
    const Layout::Worker& of = layout_->workers[worker];
    const std::uint64_t end = of.begun.load(std::memory_order_acquire);
    std::vector<std::string> sessions;
    for (std::uint64_t i = end > ring_size ? end - ring_size : 0; i < end; ++i)
        sessions.push_back(of.ring[i % ring_size].get());
    return sessions;
}

std::optional<oracles::Alarm> Board::alarm(std::size_t worker) const {
    const Layout::Worker& of = layout_->workers[worker];
    if (of.alarmed.load(std::memory_order_acquire) == 0)
        return std::nullopt;
    return oracles::Alarm{of.oracle.get(), of.signature.get(), of.text.get(), split(of.statements.get())};
}

void Board::clear_alarm(std::size_t worker) {
    layout_->workers[worker].alarmed.store(0, std::memory_order_release);
}

// True where it was not there. Where there is no room left, everything is taken for known.
bool Board::add(std::uint64_t hash) {
    for (std::atomic<std::uint64_t>& key : layout_->keys) {
        std::uint64_t there = 0;
        if (key.compare_exchange_strong(there, hash))
            return true;
        if (there == hash)
            return false;
    }
    return false;
}

bool Board::has(std::uint64_t hash) const {
    for (const std::atomic<std::uint64_t>& key : layout_->keys) {
        const std::uint64_t there = key.load(std::memory_order_relaxed);
        if (there == hash || there == 0)
            return there != 0;
    }
    return false;
}

bool Board::learn(const oracles::Alarm& alarm) {
    return add(key_of(alarm));
}
void Board::avoid(std::string_view input) {
    add(key_of(input));
}
bool Board::avoids(std::string_view input) const {
    return layout_->keys[0].load(std::memory_order_relaxed) != 0 && has(key_of(input));
}

void Board::stop(bool stopped) {
    layout_->stopped.store(stopped ? 1 : 0, std::memory_order_relaxed);
}

bool Board::stopped() const {
    return layout_->stopped.load(std::memory_order_relaxed) != 0;
}

void Board::add_time(std::chrono::milliseconds time) {
    layout_->ms.fetch_add(static_cast<std::uint64_t>(time.count()));
}

std::chrono::milliseconds Board::time() const {
    return std::chrono::milliseconds(layout_->ms.load());
}

}  // namespace gauntlet::fuzz::campaign
