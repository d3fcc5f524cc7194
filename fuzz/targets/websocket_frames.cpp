#include "target.hpp"

GAUNTLET_FUZZ_TARGET(websocket_frames)
