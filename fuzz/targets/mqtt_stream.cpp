#include "target.hpp"

GAUNTLET_FUZZ_TARGET(mqtt_stream)
