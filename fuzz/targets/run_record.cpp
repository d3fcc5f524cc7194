#include "target.hpp"

GAUNTLET_FUZZ_TARGET(run_record)
