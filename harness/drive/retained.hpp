// Law 12: retained messages that a conversation has left behind are removed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>
#include <vector>

#include "link.hpp"

namespace gauntlet::drive {

// Over a new connection: the publisher's own CONNECT again, as it was let in to publish there, and an empty retained
// message to each topic. The topics that are not known to be clear afterwards.
boost::asio::awaitable<std::vector<std::string>> remove_retained(Link& link, const wire::Bytes& connect,
                                                                 wire::mqtt::Version version,
                                                                 std::vector<std::string> topics,
                                                                 net::Deadline deadline);

}  // namespace gauntlet::drive
