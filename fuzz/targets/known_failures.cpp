#include "target.hpp"

GAUNTLET_FUZZ_TARGET(known_failures)
