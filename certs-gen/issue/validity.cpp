#include "validity.hpp"

#include <stdexcept>

namespace gauntlet::issue {

Time asn1_time(std::chrono::sys_seconds time) {
    constexpr std::chrono::sys_seconds earliest = std::chrono::sys_days(std::chrono::year(1950) / 1 / 1);
    constexpr std::chrono::sys_seconds past_latest = std::chrono::sys_days(std::chrono::year(10000) / 1 / 1);
    if (time < earliest || time >= past_latest)
        throw std::out_of_range("a certificate's time must be in the years 1950 to 9999");
    return Time(
        require(ASN1_TIME_set(nullptr, static_cast<time_t>(time.time_since_epoch().count())), "cannot write a time"));
}

}  // namespace gauntlet::issue
