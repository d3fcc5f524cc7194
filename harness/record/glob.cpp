#include "gauntlet/record/glob.hpp"

#include <cstddef>

namespace gauntlet::record {

// Greedy with one step back to the latest star: linear in practice, quadratic at worst.
bool glob_matches(std::string_view glob, std::string_view text) {
    std::size_t g = 0;
    std::size_t t = 0;
    std::size_t after_star = std::string_view::npos;
    std::size_t taken = 0;
    while (t < text.size()) {
        if (g < glob.size() && glob[g] == '*') {
            after_star = ++g;
            taken = t;
        } else if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t])) {
            ++g;
            ++t;
        } else if (after_star != std::string_view::npos) {
            g = after_star;
            t = ++taken;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', g) == std::string_view::npos;
}

}  // namespace gauntlet::record
