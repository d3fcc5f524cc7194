#include "gauntlet/net/tap.hpp"

#include <algorithm>

namespace gauntlet::net {

void Tap::pass(Direction direction, wire::View bytes) {
    transcript_->add(channel_, direction, core::Layer::tcp, {}, bytes);
    wire::Bytes& copy = direction == Direction::sent ? sent_ : received_;
    const std::size_t room = std::min(keep_ - copy.size(), bytes.size());
    copy.insert(copy.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(room));
    whole_ = whole_ && room == bytes.size();
}

void Tap::note(Direction direction, core::Layer layer, std::string text, wire::View bytes) {
    transcript_->add(channel_, direction, layer, std::move(text), bytes);
}

}  // namespace gauntlet::net
