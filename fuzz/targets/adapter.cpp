#include "target.hpp"

GAUNTLET_FUZZ_TARGET(adapter)
