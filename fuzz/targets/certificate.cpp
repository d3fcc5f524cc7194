#include "target.hpp"

GAUNTLET_FUZZ_TARGET(certificate)
