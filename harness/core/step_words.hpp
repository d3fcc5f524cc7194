// The words of the text of steps, by the enumerators that they stand for.
#pragma once

#include <array>
#include <string_view>

namespace gauntlet::core {

inline constexpr std::array<std::string_view, 4> door_words{"the listener", "the second listener", "the plain listener",
                                                            "the one-way listener"};
inline constexpr std::array<std::string_view, 3> engine_words{"", ", in clear", ", with TLS and no more"};
inline constexpr std::array<std::string_view, 3> split_words{"", "byte by byte", "in fragments of one byte"};
inline constexpr std::array<std::string_view, 2> as_words{"", "frames"};
inline constexpr std::array<std::string_view, 4> close_words{"close_notify and FIN", "close_notify only",
                                                             "FIN without close_notify", "RST"};
inline constexpr std::string_view barrier_words = "barrier (PINGREQ, PINGRESP)";
inline constexpr std::string_view search_words = "search the bytes on the wire for";
inline constexpr std::string_view boot_words = "start the broker";
inline constexpr std::string_view measure_words = "measure the broker";
inline constexpr std::string_view reload_words = "reload with";
inline constexpr std::string_view crowd_words = "clients in turn";
// What drive fills in (step.hpp).
inline constexpr std::array<std::string_view, 5> placeholder_names{"id", "topic", "run", "user", "password"};

}  // namespace gauntlet::core
