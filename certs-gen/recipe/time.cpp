#include "gauntlet/recipe/time.hpp"

#include <array>
#include <cstdio>

namespace gauntlet::recipe {
namespace {

// Reads fixed-width decimal fields and separators off the front; once something does not fit, `ok` stays false.
struct Reader {
    std::string_view rest;
    bool ok = true;

    int number(std::size_t digits) {
        int value = 0;
        ok = ok && rest.size() >= digits;
        for (std::size_t i = 0; ok && i < digits; ++i) {
            ok = rest[i] >= '0' && rest[i] <= '9';
            value = value * 10 + (rest[i] - '0');
        }
        if (ok)
            rest.remove_prefix(digits);
        return value;
    }

    char one_of(std::string_view characters) {
        ok = ok && !rest.empty() && characters.find(rest.front()) != std::string_view::npos;
        if (!ok)
            return '\0';
        const char found = rest.front();
        rest.remove_prefix(1);
        return found;
    }
};

constexpr std::chrono::sys_seconds earliest = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
constexpr std::chrono::sys_seconds past_latest = std::chrono::sys_days(std::chrono::year(10000) / 1 / 1);

}  // namespace

std::optional<std::chrono::sys_seconds> parse_rfc3339(std::string_view text) {
    Reader reader{text};
    const int year = reader.number(4);
    reader.one_of("-");
    const int month = reader.number(2);
    reader.one_of("-");
    const int day_of_month = reader.number(2);
    reader.one_of("Tt");
    const int hour = reader.number(2);
    reader.one_of(":");
    const int minute = reader.number(2);
    reader.one_of(":");
    const int second = reader.number(2);
    const char zone = reader.one_of("Zz+-");
    int offset_hour = 0;
    int offset_minute = 0;
    if (zone == '+' || zone == '-') {
        offset_hour = reader.number(2);
        reader.one_of(":");
        offset_minute = reader.number(2);
    }
    if (!reader.ok || !reader.rest.empty())
        return std::nullopt;

    const std::chrono::year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day_of_month)));
    if (!date.ok() || hour > 23 || minute > 59 || second > 59 || offset_hour > 23 || offset_minute > 59)
        return std::nullopt;
    const auto offset = std::chrono::hours(offset_hour) + std::chrono::minutes(offset_minute);
    const auto local = std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                       std::chrono::seconds(second);
    const std::chrono::sys_seconds utc = zone == '-' ? local + offset : local - offset;
    if (utc < earliest || utc >= past_latest)
        return std::nullopt;
    return utc;
}

std::string format_rfc3339(std::chrono::sys_seconds time) {
    const auto days = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(days);
    const std::chrono::hh_mm_ss clock(time - days);
    std::array<char, 64> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace gauntlet::recipe
