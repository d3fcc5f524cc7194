// FNV-1a, 64 bits (Fowler, Noll, Vo): the same everywhere and always. Not for secrets, nor against an opponent.
#pragma once

#include <cstdint>
#include <string_view>

namespace gauntlet::core {

inline constexpr std::uint64_t fnv_basis = 0xcbf2'9ce4'8422'2325;

// `hash`: of what stands before `text`.
constexpr std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = fnv_basis) {
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01b3;
    return hash;
}

}  // namespace gauntlet::core
