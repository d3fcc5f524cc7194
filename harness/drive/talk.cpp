#include "talk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "crowd.hpp"
#include "gauntlet/wire/notation/notation.hpp"
#include "retained.hpp"
#include "step_fault.hpp"
#include "usage.hpp"

namespace gauntlet::drive {

namespace asio = boost::asio;

namespace {

// Bytes of each direction that a channel keeps to be searched.
constexpr std::size_t wire_copy_limit = 64 * 1024 * 1024;

bool contains(const wire::Bytes& bytes, const std::string& text) {
    const wire::View wanted = wire::view(text);
    return std::ranges::search(bytes, wanted).size() == wanted.size();
}

}  // namespace

Talk::Talk(const core::Stimulus& stimulus, const Target& target)
    : stimulus_(stimulus), target_(target), placeholders_(target) {
    conversation_.transcript = net::Transcript(!target.terse);
    conversation_.transcript.hide(target.password);
    if (target.capture)
        conversation_.transcript.keep_capture();
}

asio::awaitable<void> Talk::run() {
    std::size_t number = 0;
    for (const core::Step& each : stimulus_.steps) {
        ++number;
        std::string fault;
        try {
            co_await std::visit([this](const auto& s) { return step(s); }, each);
        } catch (const StepFault& error) {
            fault = error.text;
        } catch (const boost::system::system_error& error) {
            if (error.code() == boost::system::errc::operation_canceled)  // Ctrl-C
                throw;
            fault = error.what();
        }
        if (!fault.empty()) {
            conversation_.harness_fault = fmt::format("step {} ({}): {}", number, core::to_text(each), fault);
            co_return;
        }
    }
}

asio::awaitable<void> Talk::finish() {
    for (Line& each : lines_)
        if (!each.closed)
            co_await close(each, core::CloseHow::orderly);
    if (target_.session != nullptr)
        *target_.session = latest_session();
    const std::size_t opened = lines_.size();
    auto each = lines_.begin();
    for (std::size_t i = 0; i < opened; ++i, ++each)
        co_await clear_retained(*each);
    current_.clear();
    lines_.clear();
}

bool Talk::has_retained() const {
    return std::ranges::any_of(lines_, [](const Line& each) { return !each.link.retained().empty(); });
}

Talk::Line& Talk::line(const std::string& channel) {
    const auto found = current_.find(channel);
    if (found == current_.end())
        throw StepFault{fmt::format("channel '{}' was never opened", channel)};
    return *found->second;
}

Talk::Line& Talk::listening(const std::string& channel) {
    Line& found = line(channel);
    if (found.link.channel().reset_by_us())
        throw StepFault{fmt::format("channel '{}' was reset by us before: there is nothing to observe", channel)};
    return found;
}

void Talk::observed(const std::string& at, core::Observation observation) {
    if (at.empty())
        return;
    observation.at = at;
    conversation_.observed.push_back(std::move(observation));
}

net::Session Talk::latest_session() const {
    net::Session latest = target_.session != nullptr ? *target_.session : nullptr;
    for (const Line& each : lines_)
        if (net::Session session = each.link.channel().session())
            latest = std::move(session);
    return latest;
}

std::size_t Talk::wire_copy_of(const std::string& channel) const {
    const bool searched = std::ranges::any_of(stimulus_.steps, [&channel](const core::Step& each) {
        const auto* search = std::get_if<core::Search>(&each);
        return search != nullptr && search->channel == channel;
    });
    return searched ? wire_copy_limit : 0;
}

asio::awaitable<void> Talk::step(const core::Open& open) {
    if (const auto before = current_.find(open.channel); before != current_.end() && !before->second->closed)
        co_await close(*before->second, core::CloseHow::orderly);
    Destination destination = destination_of(open, stimulus_, target_);
    const std::size_t copy = wire_copy_of(open.channel);
    net::Tap tap(conversation_.transcript, open.channel, copy);
    Opened opened = co_await drive::open(destination, target_, latest_session(), std::move(tap), copy > 0);
    Line& fresh = lines_.emplace_back(open.channel, conversation_.transcript, published_, target_.witness);
    fresh.link.end_with_last_ping(target_.terse);
    fresh.destination = std::move(destination);
    fresh.link.attach(std::move(opened.channel));
    current_[open.channel] = &fresh;
    observed(open.at, std::move(opened.observation));
    if (opened.upgrade)
        observed(open.upgrade, std::move(*opened.upgrade));
}

wire::Bytes Talk::bytes_of(const std::string& notation) const {
    const auto items =
        wire::notation::parse(notation, [this](std::string_view name) { return placeholders_.value(name); });
    if (!items)
        throw StepFault{"the notation: " + items.error().text()};
    return wire::notation::flatten(*items);
}

asio::awaitable<void> Talk::step(const core::Send& send) {
    Line& to = line(send.channel);
    const wire::Bytes bytes = bytes_of(send.bytes);
    if (send.as == core::As::frames)
        co_await send_frames(to, bytes, send);
    else
        co_await to.link.send(bytes, send.split, deadline());
}

asio::awaitable<void> Talk::send_frames(Line& to, wire::View bytes, const core::Send& send) {
    const net::Channel& channel = to.link.channel();
    if (!channel.has_frames() && !channel.ended())
        throw StepFault{fmt::format("channel '{}' is no WebSocket: it takes no frames", send.channel)};
    co_await to.link.send_frames(bytes, send.split, deadline());
}

asio::awaitable<void> Talk::step(const core::Read& read) {
    core::Observation seen = co_await listening(read.channel).link.read(read.until_end, deadline());
    observed(read.at, std::move(seen));
}

asio::awaitable<void> Talk::step(const core::Barrier& barrier) {
    core::Observation seen = co_await listening(barrier.channel).link.barrier(deadline());
    observed(barrier.at, std::move(seen));
}

asio::awaitable<void> Talk::step(const core::Pause& pause) {
    asio::steady_timer timer(co_await asio::this_coro::executor, pause.time);
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> Talk::step(const core::Close& how) {
    co_await close(line(how.channel), how.how);
}

asio::awaitable<void> Talk::close(Line& line, core::CloseHow how) {
    line.closed = how == core::CloseHow::orderly || how == core::CloseHow::rst;
    co_await line.link.channel().close(how, deadline());
}

asio::awaitable<void> Talk::step(const core::Search& search) {
    const net::Tap& tap = line(search.channel).link.channel().tap();
    if (!tap.whole())
        throw StepFault{fmt::format("more than {} bytes went over channel '{}': they are not kept to be searched",
                                    wire_copy_limit, search.channel)};
    std::string found;
    for (const std::string& text : search.texts) {
        const std::string filled = placeholders_.fill(text);
        if (filled.empty())
            throw StepFault{fmt::format("there is nothing to search for '{}'", text)};
        if (contains(tap.sent(), filled) || contains(tap.received(), filled))
            found += (found.empty() ? "" : ",") + text;
    }
    core::Observation seen{.layer = core::Layer::tcp, .kind = core::Kind::packet};
    seen.text = found.empty() ? "nothing in clear" : "in clear: " + found;
    seen.facts = {{"in-clear", found.empty() ? "none" : found}};
    observed(search.at, std::move(seen));
    co_return;
}

// Done by the caller: the broker runs by now, or has failed to.
asio::awaitable<void> Talk::step(const core::Boot&) {
    co_return;
}

asio::awaitable<void> Talk::step(const core::Crowd& crowd) {
    const wire::Bytes bytes = bytes_of(crowd.bytes);
    core::Open open;
    open.client = crowd.client;
    const Destination destination = destination_of(open, stimulus_, target_);
    core::Observation seen =
        co_await visit_in_turn(destination, target_, bytes, crowd.clients, conversation_.transcript);
    observed(crowd.at, std::move(seen));
}

asio::awaitable<void> Talk::step(const core::Measure& measure) {
    if (!target_.usage)
        throw StepFault{"the broker is no process of ours: what it uses cannot be read"};
    const std::optional<Usage> now = target_.usage();
    const auto since = readings_.find(measure.since);
    observed(measure.at, observe(measure, now, since == readings_.end() ? std::nullopt : std::optional(since->second)));
    if (now)
        readings_[measure.at] = *now;
    co_return;
}

asio::awaitable<void> Talk::step(const core::Reload& reload) {
    if (!target_.reload)
        throw StepFault{"the broker is no process of ours: it cannot be made to reload"};
    core::Observation seen = co_await target_.reload(reload.crls, deadline());
    observed(reload.at, std::move(seen));
}

asio::awaitable<void> Talk::clear_retained(const Line& left) {
    std::vector<std::string> topics(left.link.retained().begin(), left.link.retained().end());
    if (topics.empty() || left.link.connect().empty())
        co_return;
    if (target_.retained != nullptr) {
        target_.retained->insert(topics.begin(), topics.end());
        co_return;
    }
    std::string fault;
    try {
        net::Tap tap(conversation_.transcript, "cleanup");
        Opened opened = co_await drive::open(left.destination, target_, nullptr, std::move(tap));
        Line& fresh = lines_.emplace_back("cleanup", conversation_.transcript, published_, nullptr);
        fresh.link.attach(std::move(opened.channel));
        topics = co_await remove_retained(fresh.link, left.link.connect(), left.link.version(), topics, deadline());
        co_await close(fresh, core::CloseHow::orderly);
    } catch (const StepFault& error) {
        fault = error.text;
    }
    for (const std::string& topic : topics)
        conversation_.transcript.add("cleanup", net::Direction::none, core::Layer::mqtt,
                                     fmt::format("the retained message of {} may be left {}", topic, fault));
    conversation_.retained.insert(conversation_.retained.end(), topics.begin(), topics.end());
}

}  // namespace gauntlet::drive
