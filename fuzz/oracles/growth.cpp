#include <fmt/format.h>

#include <algorithm>

#include "gauntlet/fuzz/oracles/usage.hpp"

namespace gauntlet::fuzz::oracles {

namespace {

constexpr double mebibyte = 1024 * 1024;

}  // namespace

std::optional<Alarm> Growth::add(const broker::Resources& now, int sessions) {
    sessions_ += sessions;
    if (sessions_ <= limits_.warm_up)
        return std::nullopt;
    const Low seen{static_cast<double>(now.rss_bytes), static_cast<double>(now.descriptors)};
    low_ = in_window_ == 0 ? seen : Low{std::min(low_.bytes, seen.bytes), std::min(low_.descriptors, seen.descriptors)};
    in_window_ += sessions;
    if (in_window_ < limits_.window)
        return std::nullopt;
    in_window_ = 0;
    lows_.push_back(low_);
    return judge();
}

// Whether each of the last windows lies above the one before, and the last one above the first by more than allowed.
bool Growth::grows(double Low::*what, double allowed) const {
    const auto needed = static_cast<std::size_t>(limits_.windows) + 1;
    if (lows_.size() < needed)
        return false;
    const auto first = lows_.end() - static_cast<std::ptrdiff_t>(needed);
    for (auto low = first + 1; low != lows_.end(); ++low)
        if ((*low).*what <= (*(low - 1)).*what)
            return false;
    const double sessions = static_cast<double>(limits_.window) * limits_.windows;
    return (lows_.back().*what - (*first).*what) / sessions > allowed;
}

std::optional<Alarm> Growth::judge() {
    const auto text = [this](const char* what, double first, double last) {
        return fmt::format("{} grew from {:.1f} to {:.1f} over {} sessions after the first {}", what, first, last,
                           limits_.window * limits_.windows, sessions_ - limits_.window * (limits_.windows + 1));
    };
    const Low& first = lows_[lows_.size() - std::min(lows_.size(), static_cast<std::size_t>(limits_.windows) + 1)];
    if (!told_descriptors_ && grows(&Low::descriptors, std::max(control_.descriptors, 0.0) * 2 + limits_.descriptors)) {
        told_descriptors_ = true;
        return Alarm{"descriptors",
                     "descriptors grow",
                     text("the number of open descriptors", first.descriptors, lows_.back().descriptors),
                     {}};
    }
    if (!told_memory_ && grows(&Low::bytes, std::max(control_.bytes, 0.0) * 2 + limits_.bytes)) {
        told_memory_ = true;
        return Alarm{"memory",
                     "memory grows",
                     text("resident memory (MiB)", first.bytes / mebibyte, lows_.back().bytes / mebibyte),
                     {}};
    }
    return std::nullopt;
}

std::optional<Slope> Growth::slope() const {
    if (lows_.size() < 2)
        return std::nullopt;
    const double sessions = static_cast<double>(limits_.window) * static_cast<double>(lows_.size() - 1);
    return Slope{(lows_.back().bytes - lows_.front().bytes) / sessions,
                 (lows_.back().descriptors - lows_.front().descriptors) / sessions};
}

std::optional<Alarm> leap(const broker::Resources& before, const broker::Resources& after, std::uint64_t limit) {
    if (after.rss_bytes <= before.rss_bytes || after.rss_bytes - before.rss_bytes <= limit)
        return std::nullopt;
    return Alarm{
        "memory",
        "memory leaps",
        fmt::format("resident memory leapt from {} to {} MiB", before.rss_bytes >> 20U, after.rss_bytes >> 20U),
        {}};
}

}  // namespace gauntlet::fuzz::oracles
