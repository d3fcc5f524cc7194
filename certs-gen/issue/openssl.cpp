#include "openssl.hpp"

#include <openssl/err.h>

#include <stdexcept>

namespace gauntlet::issue {

void fail(std::string_view what) {
    std::string text(what);
    if (const unsigned long error = ERR_peek_last_error(); error != 0) {
        const char* reason = ERR_reason_error_string(error);
        const char* library = ERR_lib_error_string(error);
        text += ": ";
        text += reason != nullptr ? reason : "unknown reason";
        if (library != nullptr)
            text += std::string(" (") + library + ")";
        ERR_clear_error();
    }
    throw std::runtime_error(text);
}

}  // namespace gauntlet::issue
