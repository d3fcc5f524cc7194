#include <array>

#include "gauntlet/fuzz/properties/properties.hpp"

namespace gauntlet::fuzz::properties {

std::span<const Named> all() {
    static constexpr std::array named = std::to_array<Named>({
        {"mqtt_packet", mqtt_packet},
        {"mqtt_stream", mqtt_stream},
        {"notation", notation},
        {"websocket_frames", websocket_frames},
        {"websocket_head", websocket_head},
        {"tls_hello", tls_hello},
        {"certificate", certificate},
        {"run_record", run_record},
        {"known_failures", known_failures},
        {"adapter", adapter},
        {"reference_settings", reference_settings},
        {"steps", steps},
    });
    return named;
}

}  // namespace gauntlet::fuzz::properties
