// A message of another library in one line of ours.
#pragma once

#include <string>
#include <string_view>

namespace gauntlet::core {

// Line breaks and other control characters become blanks: toml++ quotes what it could not read, line breaks included.
inline std::string one_line(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if ((c >= 0 && c < 0x20) || c == 0x7f)
            c = ' ';
    return out;
}

}  // namespace gauntlet::core
