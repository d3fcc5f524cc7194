// Times as RFC 5280 4.1.2.5 writes them: UTCTime through 2049, GeneralizedTime from 2050.
#pragma once

#include <chrono>

#include "openssl.hpp"

namespace gauntlet::issue {

using Time = Owned<ASN1_TIME, ASN1_TIME_free>;

// Throws std::out_of_range for what is outside of the years 1950 to 9999.
Time asn1_time(std::chrono::sys_seconds time);

}  // namespace gauntlet::issue
