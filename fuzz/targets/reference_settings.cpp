#include "target.hpp"

GAUNTLET_FUZZ_TARGET(reference_settings)
