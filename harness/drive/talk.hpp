// One conversation under way.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <list>
#include <map>
#include <string>

#include "gauntlet/drive/converse.hpp"
#include "link.hpp"
#include "opener.hpp"
#include "placeholders.hpp"

namespace gauntlet::drive {

class Talk {
  public:
    Talk(const core::Stimulus& stimulus, const Target& target);

    // All steps, up to the first that cannot be done.
    boost::asio::awaitable<void> run();
    // Closes what is open and removes what was retained.
    boost::asio::awaitable<void> finish();
    bool has_retained() const;
    Conversation take() { return std::move(conversation_); }

  private:
    // An opened channel; one that was opened again under the same name stays here until the end.
    struct Line {
        Line(std::string name, net::Transcript& transcript, Published& published, Witness* witness)
            : link(std::move(name), transcript, published, witness) {}
        Link link;
        Destination destination;
        bool closed = false;
    };

    boost::asio::awaitable<void> step(const core::Open& open);
    boost::asio::awaitable<void> step(const core::Send& send);
    boost::asio::awaitable<void> step(const core::Read& read);
    boost::asio::awaitable<void> step(const core::Barrier& barrier);
    boost::asio::awaitable<void> step(const core::Pause& pause);
    boost::asio::awaitable<void> step(const core::Close& close);
    boost::asio::awaitable<void> step(const core::Search& search);
    boost::asio::awaitable<void> step(const core::Boot& boot);
    boost::asio::awaitable<void> step(const core::Crowd& crowd);
    boost::asio::awaitable<void> step(const core::Measure& measure);
    boost::asio::awaitable<void> step(const core::Reload& reload);

    wire::Bytes bytes_of(const std::string& notation) const;
    static wire::Bytes bytes_of(const std::string& notation, const Placeholders& placeholders);
    boost::asio::awaitable<void> send_frames(Line& to, wire::View bytes, const core::Send& send);
    boost::asio::awaitable<void> close(Line& line, core::CloseHow how);
    boost::asio::awaitable<void> clear_retained(const Line& line);
    Line& line(const std::string& channel);
    // The same, for a step that waits for the broker on it.
    Line& listening(const std::string& channel);
    void observed(const std::string& at, core::Observation observation);
    net::Session latest_session() const;
    std::size_t wire_copy_of(const std::string& channel) const;
    net::Deadline deadline() const { return net::Clock::now() + target_.timeout; }

    const core::Stimulus& stimulus_;
    const Target& target_;
    Placeholders placeholders_;
    Conversation conversation_;
    Published published_;
    std::list<Line> lines_;  // in the order in which they were opened
    std::map<std::string, Line*> current_;
    std::map<std::string, Usage> readings_;  // by label
};

}  // namespace gauntlet::drive
