#include "gauntlet/net/capture.hpp"

namespace gauntlet::net {

Capture::Time Capture::now() const {
    return begin_ + std::chrono::duration_cast<Time::duration>(std::chrono::steady_clock::now() - steady_begin_);
}

std::size_t Capture::open(Connection connection) {
    connections_.push_back(std::move(connection));
    return connections_.size() - 1;
}

void Capture::add(std::size_t connection, Direction direction, Mark mark, wire::View bytes, Time at) {
    full_ = full_ || segments_.size() == segment_limit || bytes.size() > byte_limit - bytes_.size();
    if (full_)
        return;
    segments_.push_back({at, connection, direction, mark, bytes_.size(), bytes.size()});
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

void Capture::add_secret(std::string_view line) {
    if (full_)
        return;
    secrets_ += line;
    secrets_ += '\n';
}

void Capture::append(const Capture& part) {
    const std::size_t first = connections_.size();
    connections_.insert(connections_.end(), part.connections_.begin(), part.connections_.end());
    for (const Segment& segment : part.segments_)
        add(first + segment.connection, segment.direction, segment.mark, part.bytes(segment), segment.at);
    secrets_ += part.secrets_;
    full_ = full_ || part.full_;
}

}  // namespace gauntlet::net
