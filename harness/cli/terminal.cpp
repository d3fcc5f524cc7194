#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace gauntlet::cli {

bool is_terminal(int descriptor) {
    return ::isatty(descriptor) == 1;
}

bool wants_colour(int descriptor) {
    const char* no_color = std::getenv("NO_COLOR");
    return (no_color == nullptr || *no_color == '\0') && is_terminal(descriptor);
}

std::size_t width_of(int descriptor) {
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 100;
    return size.ws_col;
}

}  // namespace gauntlet::cli
