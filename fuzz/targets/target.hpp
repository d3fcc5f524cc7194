// A libFuzzer target of one property: three lines.
#pragma once

#include "gauntlet/fuzz/properties/properties.hpp"

#define GAUNTLET_FUZZ_TARGET(property)                                                                   \
    extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {                 \
        gauntlet::fuzz::properties::property(std::as_bytes(std::span<const unsigned char>(data, size))); \
        return 0;                                                                                        \
    }
