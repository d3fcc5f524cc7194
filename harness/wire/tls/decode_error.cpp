#include "gauntlet/wire/tls/decode_error.hpp"

namespace gauntlet::wire::tls {

std::string to_text(const DecodeError& error) {
    std::string text(error.field);
    text.append(" at byte ").append(std::to_string(error.offset)).append(" (").append(error.clause).append(")");
    return text;
}

}  // namespace gauntlet::wire::tls
