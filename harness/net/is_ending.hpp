#pragma once

#include <boost/system/error_code.hpp>

namespace gauntlet::net {

// Whether the peer or the network ended the stream, or we did. Any other error is this machine's, which must never be
// taken for an answer of the broker's.
bool is_ending(const boost::system::error_code& error);

}  // namespace gauntlet::net
