#pragma once

#include <cstdint>
#include <vector>

#include "gauntlet/core/step.hpp"
#include "gauntlet/core/transport.hpp"
#include "gauntlet/fuzz/mutate/random.hpp"

/// Mutations of a session: the steps of one or several clients. Steps whose notation cannot be read stay as they are.
namespace gauntlet::fuzz::mutate {

using Steps = std::vector<core::Step>;

/// What a session may be made of.
struct Scope {
    bool sequences = true;        // packets are put in, left out, said again and in another order
    bool connections = true;      // clients come, go and come again
    bool unauthenticated = true;  // the CONNECT is changed too, or left out
    bool frames = false;          // frames of a WebSocket, right and wrong
    std::size_t packets = 16;     // of a session at most; what is there already stays
    std::size_t clients = 4;      // likewise
};

/// One to three mutations, most of them of the fields of packets (packet.hpp).
Steps mutate_session(const Steps& steps, const Scope& scope, Random& random);

/// The session and, behind what its last client says, eight to sixteen packets that a broker must answer, with
/// identifiers and contents of all values. Up to four times as many packets as `scope` says. Packets behind which a
/// broker reads nothing are left out.
Steps extend_session(const Steps& steps, const Scope& scope, Random& random);

/// The session without some of its packets, of which two at least stay.
Steps shorten_session(const Steps& steps, const Scope& scope, Random& random);

/// The first with packets, or the end, of the second.
Steps cross_sessions(const Steps& first, const Steps& second, const Scope& scope, Random& random);

}  // namespace gauntlet::fuzz::mutate
