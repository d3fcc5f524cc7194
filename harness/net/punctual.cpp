#include "gauntlet/net/punctual.hpp"

#include <fmt/format.h>

#include <boost/system/errc.hpp>
#include <boost/system/system_error.hpp>

namespace gauntlet::net {

namespace {

constexpr std::chrono::seconds standstill{2};

}  // namespace

void check_punctual(Deadline deadline) {
    const auto late = std::chrono::steady_clock::now() - deadline;
    if (late <= standstill)
        return;
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(late);
    throw boost::system::system_error(make_error_code(boost::system::errc::timed_out),
                                      fmt::format("this machine stood still for {} ms", ms.count()));
}

}  // namespace gauntlet::net
