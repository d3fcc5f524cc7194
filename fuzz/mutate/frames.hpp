#pragma once

#include "draft.hpp"

namespace gauntlet::fuzz::mutate {

/// Sends some of a session's packets in frames that are right or wrong (RFC 6455 5), or changes such frames.
void change_frames(Draft& draft, Random& random);

}  // namespace gauntlet::fuzz::mutate
