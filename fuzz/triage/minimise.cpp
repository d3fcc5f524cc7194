#include "gauntlet/fuzz/triage/minimise.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "gauntlet/fuzz/mutate/literal.hpp"
#include "packet_tree.hpp"
#include "shrink.hpp"

namespace gauntlet::fuzz::triage {

namespace asio = boost::asio;
namespace notation = wire::notation;
using notation::Item;
using notation::Items;

namespace {

std::string channel_of(const core::Step& step) {
    return std::visit(
        [](const auto& s) {
            if constexpr (requires { s.channel; })
                return s.channel;
            else
                return std::string();
        },
        step);
}

// For each step the number of its connection, counted over the session; 0 for steps without a channel.
std::vector<int> connections_of(const Session& session) {
    std::map<std::string, int> current;
    int opened = 0;
    std::vector<int> numbers;
    for (const core::Step& step : session) {
        const std::string channel = channel_of(step);
        if (std::holds_alternative<core::Open>(step))
            current[channel] = ++opened;
        numbers.push_back(channel.empty() ? 0 : current[channel]);
    }
    return numbers;
}

using Versions = std::map<std::string, wire::mqtt::Version>;

// By channel, what the last CONNECT of it asks for.
Versions versions_of(const Session& session) {
    Versions versions;
    for (const core::Step& step : session)
        if (const auto* send = std::get_if<core::Send>(&step))
            if (const auto version = version_of(send->bytes))
                versions[send->channel] = *version;
    return versions;
}

bool is_length(const Item& item) {
    using notation::Form;
    return item.kind == Item::Kind::number &&
           (item.form == Form::remaining_length || item.form == Form::variable || item.form == Form::string_length);
}

Items joined(const std::vector<Items>& parts) {
    Items items;
    for (const Items& part : parts)
        items.insert(items.end(), part.begin(), part.end());
    return items;
}

class Minimiser {
  public:
    Minimiser(Sessions sessions, Predicate predicate, Budget budget, Depth depth)
        : best_(std::move(sessions)),
          predicate_(std::move(predicate)),
          depth_(depth),
          left_(budget.questions),
          end_(std::chrono::steady_clock::now() + budget.time) {}

    asio::awaitable<Sessions> run() {
        co_await leave_out_sessions();
        if (depth_ == Depth::sessions)
            co_return best_;
        for (std::size_t i = 0; i < best_.size(); ++i) {
            co_await leave_out_connections(i);
            co_await leave_out_steps(i);
        }
        // Before the first CONNECT is cut: what follows it is of its version.
        for (const Session& session : best_)
            versions_.push_back(versions_of(session));
        for (std::size_t i = 0; i < best_.size(); ++i)
            for (std::size_t k = 0; k < best_[i].size(); ++k)
                co_await shrink_send(i, k);
        // What the smaller packets no longer need.
        for (std::size_t i = 0; i < best_.size(); ++i)
            co_await leave_out_steps(i);
        co_return best_;
    }

  private:
    // Takes the candidate where it still does it.
    asio::awaitable<bool> take(Sessions candidate) {
        if (left_ <= 0 || std::chrono::steady_clock::now() >= end_)
            co_return false;
        --left_;
        const bool holds = co_await predicate_(candidate);
        if (holds)
            best_ = std::move(candidate);
        co_return holds;
    }

    asio::awaitable<bool> take_session(std::size_t index, Session session) {
        Sessions candidate = best_;
        candidate[index] = std::move(session);
        co_return co_await take(std::move(candidate));
    }

    asio::awaitable<void> leave_out_sessions() {
        const std::function<asio::awaitable<bool>(const Sessions&)> still = [this](const Sessions& rest) {
            return take(rest);
        };
        co_await shrink<Session>(best_, still, 1);
    }

    asio::awaitable<void> leave_out_connections(std::size_t index) {
        const Session whole = best_[index];
        const std::vector<int> numbers = connections_of(whole);
        const std::set<int> distinct(numbers.begin(), numbers.end());
        const std::vector<int> all(distinct.begin(), distinct.end());
        const std::function<asio::awaitable<bool>(const std::vector<int>&)> still =
            [this, index, &whole, &numbers](const std::vector<int>& kept) {
                Session session;
                for (std::size_t i = 0; i < whole.size(); ++i)
                    if (std::ranges::find(kept, numbers[i]) != kept.end())
                        session.push_back(whole[i]);
                return take_session(index, std::move(session));
            };
        co_await shrink<int>(all, still, 1);
    }

    asio::awaitable<void> leave_out_steps(std::size_t index) {
        const std::function<asio::awaitable<bool>(const Session&)> still = [this, index](const Session& rest) {
            return take_session(index, rest);
        };
        co_await shrink<core::Step>(best_[index], still, 1);
    }

    core::Send send_at(std::size_t index, std::size_t step) const { return std::get<core::Send>(best_[index][step]); }

    asio::awaitable<bool> take_send(std::size_t index, std::size_t step, core::Send send) {
        Session session = best_[index];
        session[step] = std::move(send);
        co_return co_await take_session(index, std::move(session));
    }

    asio::awaitable<bool> take_items(std::size_t index, std::size_t step, Items items) {
        core::Send send = send_at(index, step);
        send.bytes = mutate::literal_notation(items);
        co_return co_await take_send(index, step, std::move(send));
    }

    asio::awaitable<void> shrink_send(std::size_t index, std::size_t step) {
        if (!std::holds_alternative<core::Send>(best_[index][step]))
            co_return;
        co_await in_one_write(index, step);
        const core::Send send = send_at(index, step);
        const auto version = versions_[index].find(send.channel);
        const auto packets =
            packets_of(send.bytes, version == versions_[index].end() ? wire::mqtt::Version::v3_1_1 : version->second);
        if (!packets)
            co_return;
        Items whole = joined(*packets);
        const bool same = co_await take_items(index, step, std::move(whole));
        if (!same)
            co_return;
        const std::function<asio::awaitable<bool>(const std::vector<Items>&)> still =
            [this, index, step](const std::vector<Items>& parts) { return take_items(index, step, joined(parts)); };
        const std::vector<Items> parts = co_await shrink<Items>(*packets, still);
        Items root = joined(parts);
        co_await shrink_items(index, step, root, root);
    }

    asio::awaitable<void> in_one_write(std::size_t index, std::size_t step) {
        core::Send send = send_at(index, step);
        if (send.split == core::Split::whole)
            co_return;
        send.split = core::Split::whole;
        co_await take_send(index, step, std::move(send));
    }

    // `items` is a list somewhere in the tree `root`; both are kept as the best ones are.
    asio::awaitable<void> shrink_items(std::size_t index, std::size_t step, Items& root, Items& items) {
        const std::function<asio::awaitable<bool>(const Items&)> still = [&](const Items& rest) {
            return take_changed(index, step, root, items, rest);
        };
        co_await tell_true_lengths(index, step, root, items);
        items = co_await shrink<Item>(items, still);
        for (std::size_t i = 0; i < items.size(); ++i)
            co_await shrink_item(index, step, root, items, i);
    }

    // A length that lies takes what follows with it: made true, what it takes can be left out.
    asio::awaitable<void> tell_true_lengths(std::size_t index, std::size_t step, Items& root, Items& items) {
        for (std::size_t i = 0; i + 1 < items.size(); ++i) {
            if (!is_length(items[i]))
                continue;
            const auto behind = items.begin() + static_cast<std::ptrdiff_t>(i) + 1;
            Items changed(items.begin(), behind - 1);
            changed.push_back(notation::group_item(items[i].form, Items(behind, items.end())));
            const bool holds = co_await take_changed(index, step, root, items, changed);
            if (holds)
                items = changed;
        }
    }

    // Whether the tree still does it with `rest` in place of `items`.
    asio::awaitable<bool> take_changed(std::size_t index, std::size_t step, const Items& root, Items& items,
                                       Items rest) {
        const Items before = items;
        items = std::move(rest);
        Items candidate = root;
        items = before;
        co_return co_await take_items(index, step, std::move(candidate));
    }

    asio::awaitable<void> shrink_item(std::size_t index, std::size_t step, Items& root, Items& items, std::size_t at) {
        co_await shrink_repetition(index, step, root, items, at);
        if (items[at].kind == Item::Kind::group)
            co_await shrink_items(index, step, root, items[at].items);
        else if (items[at].kind != Item::Kind::number)
            co_await shrink_bytes(index, step, root, items, at);
    }

    asio::awaitable<void> shrink_repetition(std::size_t index, std::size_t step, Items& root, Items& items,
                                            std::size_t at) {
        for (std::uint64_t times = 1; times < items[at].times; times *= 2) {
            Items changed = items;
            changed[at].times = times;
            const bool holds = co_await take_changed(index, step, root, items, changed);
            if (!holds)
                continue;
            items = changed;
            co_return;
        }
    }

    asio::awaitable<void> shrink_bytes(std::size_t index, std::size_t step, Items& root, Items& items, std::size_t at) {
        if (items[at].bytes.size() < 2)
            co_return;
        const std::function<asio::awaitable<bool>(const wire::Bytes&)> still = [&](const wire::Bytes& rest) {
            Items changed = items;
            changed[at].bytes = rest;
            return take_changed(index, step, root, items, changed);
        };
        items[at].bytes = co_await shrink<std::uint8_t>(items[at].bytes, still, 1);
    }

    Sessions best_;
    Predicate predicate_;
    Depth depth_;
    std::vector<Versions> versions_;
    int left_;
    std::chrono::steady_clock::time_point end_;
};

}  // namespace

asio::awaitable<Sessions> minimise(Sessions sessions, Predicate predicate, Budget budget, Depth depth) {
    Minimiser minimiser(std::move(sessions), std::move(predicate), budget, depth);
    co_return co_await minimiser.run();
}

std::size_t sends_of(const Sessions& sessions) {
    std::size_t count = 0;
    for (const Session& session : sessions)
        for (const core::Step& step : session)
            if (const auto* send = std::get_if<core::Send>(&step)) {
                const auto packets = packets_of(send->bytes, wire::mqtt::Version::v3_1_1);
                count += packets ? packets->size() : 1;
            }
    return count;
}

}  // namespace gauntlet::fuzz::triage
