#include "target.hpp"

GAUNTLET_FUZZ_TARGET(tls_hello)
