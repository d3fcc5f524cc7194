#include "frame_filter.hpp"

#include <algorithm>
#include <array>
#include <variant>

namespace gauntlet::reference {

namespace websocket = wire::websocket;
using core::Flaw;
using websocket::Opcode;

namespace {

constexpr std::array made_here{Flaw::drops_fragmented_frames,           Flaw::ignores_pings,
                               Flaw::ignores_unmasked_frames,           Flaw::ignores_reserved_bits,
                               Flaw::takes_unknown_opcodes_for_data,    Flaw::ends_without_a_close_frame,
                               Flaw::takes_control_frames_of_any_shape, Flaw::takes_a_continuation_of_nothing};

constexpr std::size_t longest_control_frame = 125;  // RFC 6455 5.5

bool is(const websocket::Frame& frame, Opcode opcode) {
    return frame.opcode == static_cast<std::uint8_t>(opcode);
}

}  // namespace

bool FrameFilter::is_needed(const Flaws& flaws) {
    return std::ranges::any_of(made_here, [&flaws](Flaw flaw) { return flaws.has(flaw); });
}

FrameFilter::FrameFilter(const Flaws& flaws, std::size_t maximum)
    : flaws_(flaws), decoder_(websocket::Sender::client, maximum) {}

// What no decoder can cut into frames is left to Beast.
void FrameFilter::feed(wire::View bytes) {
    if (broken_) {
        ready_.insert(ready_.end(), bytes.begin(), bytes.end());
        return;
    }
    decoder_.feed(bytes);
    while (auto event = decoder_.next()) {
        if (auto* const received = std::get_if<websocket::Received>(&*event)) {
            pass(std::move(received->frame));
            continue;
        }
        broken_ = true;
        const wire::View rest = decoder_.rest();
        ready_.insert(ready_.end(), rest.begin(), rest.end());
        return;
    }
}

void FrameFilter::take(std::size_t length) {
    ready_.erase(ready_.begin(), ready_.begin() + static_cast<std::ptrdiff_t>(length));
}

void FrameFilter::pass(websocket::Frame frame) {
    mend(frame);
    if (ended_ || is_dropped(frame))
        return;
    const wire::Bytes bytes = websocket::encode(frame);
    ready_.insert(ready_.end(), bytes.begin(), bytes.end());
}

// What the flawed server does not mind.
void FrameFilter::mend(websocket::Frame& frame) const {
    if (flaws_.has(Flaw::ignores_reserved_bits))
        frame.reserved = 0;
    if (flaws_.has(Flaw::ignores_unmasked_frames) && !frame.key)
        frame.key = websocket::MaskingKey{};
    if (flaws_.has(Flaw::takes_unknown_opcodes_for_data) && websocket::name(frame.opcode) == "reserved")
        frame.opcode = static_cast<std::uint8_t>(Opcode::binary);
    if (flaws_.has(Flaw::takes_a_continuation_of_nothing) && is(frame, Opcode::continuation) && !within_message_)
        frame.opcode = static_cast<std::uint8_t>(Opcode::binary);
    if (flaws_.has(Flaw::takes_control_frames_of_any_shape) && websocket::is_control(frame.opcode)) {
        frame.fin = true;
        frame.length.reset();
        frame.length_width = 0;
        frame.payload.resize(std::min(frame.payload.size(), longest_control_frame));
    }
}

bool FrameFilter::is_dropped(websocket::Frame& frame) {
    if (is(frame, Opcode::ping) && flaws_.has(Flaw::ignores_pings))
        return true;
    if (is(frame, Opcode::close) && flaws_.has(Flaw::ends_without_a_close_frame)) {
        ended_ = true;
        return true;
    }
    if (websocket::is_control(frame.opcode))
        return false;
    const bool is_later_fragment = within_message_ && is(frame, Opcode::continuation);
    within_message_ = !frame.fin;
    if (!flaws_.has(Flaw::drops_fragmented_frames))
        return false;
    frame.fin = true;
    return is_later_fragment;
}

}  // namespace gauntlet::reference
