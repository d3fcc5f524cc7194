#include "inputs.hpp"

#include <fmt/format.h>

#include <charconv>
#include <random>

#include "gauntlet/recipe/crl.hpp"
#include "gauntlet/recipe/deviation.hpp"
#include "gauntlet/recipe/time.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

// Whether by the clock the good is valid, what has expired has, and what is not yet valid is not.
bool tells_validity_apart(std::chrono::sys_seconds now, std::chrono::sys_seconds clock) {
    const recipe::Certificate good;
    const recipe::Certificate expired = recipe::but(good, recipe::deviation::expired);
    const recipe::Certificate not_yet_valid = recipe::but(good, recipe::deviation::not_yet_valid);
    const recipe::Crl fresh;
    return now + good.not_before <= clock && clock < now + good.not_after && now + expired.not_after < clock &&
           clock < now + not_yet_valid.not_before && clock < now + fresh.next_update;
}

}  // namespace

std::chrono::sys_seconds clock_now() {
    return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::uint64_t seed_of(const std::string& given) {
    if (!given.empty()) {
        std::uint64_t seed = 0;
        const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), seed);
        if (error != std::errc() || end != given.data() + given.size())
            throw UsageError(fmt::format("--seed {}: must be a number from 0 to 2^64 - 1", given));
        return seed;
    }
    std::random_device device;
    return ((std::uint64_t{device()} << 32U) | device()) & ((std::uint64_t{1} << 53U) - 1);
}

std::chrono::sys_seconds now_of(const std::string& given) {
    const std::chrono::sys_seconds clock = clock_now();
    if (given.empty())
        return clock;
    const auto now = recipe::parse_rfc3339(given);
    if (!now)
        throw UsageError(
            fmt::format("--now {}: must be a time as in RFC 3339, such as {}", given, recipe::format_rfc3339(clock)));
    if (!tells_validity_apart(*now, clock))
        throw UsageError(
            fmt::format("--now {}: is too far from {}, the time of the clock: certificates and CRLs would not be "
                        "valid, or invalid, as they are meant to be",
                        given, recipe::format_rfc3339(clock)));
    return *now;
}

}  // namespace gauntlet::cli
