#include "gauntlet/fuzz/campaign/completed.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "gauntlet/fuzz/mutate/literal.hpp"
#include "gauntlet/wire/mqtt/framer.hpp"
#include "gauntlet/wire/mqtt/message.hpp"

namespace gauntlet::fuzz::campaign {

namespace mqtt = wire::mqtt;

namespace {

constexpr const char* cleaner = "z";
constexpr const char* pingreq = "c0 00";

std::uint32_t number_of(const mqtt::Violation& violation) {
    return 1U << 31U | static_cast<std::uint32_t>(violation.type) << 24U |
           static_cast<std::uint32_t>(violation.rule) << 16U | static_cast<std::uint32_t>(violation.field) << 8U |
           static_cast<std::uint32_t>(violation.property);
}

// What was sent on a channel so far.
class Stream {
  public:
    // `broken`: what the first packet that breaks a rule breaks it by.
    void feed(wire::View bytes, std::vector<mqtt::Connect>& kept, std::uint32_t& broken) {
        decoder_.feed(bytes);
        while (const std::optional<mqtt::Decoder::Event> event = decoder_.next()) {
            const auto* packet = std::get_if<mqtt::Packet>(&*event);
            broken_ = broken_ || packet == nullptr;
            if (packet == nullptr)
                break;
            ++packets_;
            if (packet->violation && broken == 0)
                broken = number_of(*packet->violation);
            note(*packet, kept);
        }
    }
    // Bytes that are no MQTT, or nobody knows what.
    void lose() { broken_ = true; }

    // Packets that have the broker forget what it may have kept of this stream.
    std::string forgetting() const {
        std::string text;
        for (const std::string& topic : retained_) {
            const wire::Bytes bytes = mqtt::encode(mqtt::Publish{.topic = topic, .retain = true}, context_.version);
            text.append(mutate::literal_notation(bytes, context_)).append(" ");
        }
        return text;
    }

    bool whole() const { return !broken_ && decoder_.rest().empty(); }
    bool only_connect() const { return whole() && packets_ == 1 && connected_; }

  private:
    void note(const mqtt::Packet& packet, std::vector<mqtt::Connect>& kept) {
        if (const std::optional<mqtt::Retained> retained = mqtt::retained(packet))
            note(*retained);
        if (packet.type() != mqtt::PacketType::connect || packet.violation)
            return;
        context_ = packet.context;
        connected_ = packets_ == 1;
        const auto message = mqtt::message(packet);
        const mqtt::Connect& connect = std::get<mqtt::Connect>(*message);
        const bool older = packet.context.version != mqtt::Version::v5_0;
        const bool expires = std::ranges::any_of(connect.properties, [](const mqtt::PropertyValue& each) {
            return each.property == mqtt::Property::session_expiry_interval;
        });
        const bool keeps = older ? !connect.clean_start : expires;
        if (keeps && !connect.client_identifier.empty())
            kept.push_back(connect);
    }

    void note(const mqtt::Retained& retained) {
        if (retained.empty)
            retained_.erase(retained.topic);
        else
            retained_.insert(retained.topic);
    }

    mqtt::Decoder decoder_{{mqtt::Version::v3_1_1, mqtt::Sender::client}, 4 * 65'536};
    mqtt::Context context_{mqtt::Version::v3_1_1, mqtt::Sender::client};
    std::set<std::string> retained_;  // topics
    std::size_t packets_ = 0;
    bool connected_ = false;
    bool broken_ = false;
};

struct Channel {
    Stream stream;
    bool open = true;
    bool read_connack = false;
    bool settled = true;          // the broker has answered all that was sent
    std::size_t opened = 0;       // the how-manieth
    std::size_t last = SIZE_MAX;  // index of its last step, where that is a Send of data
};

class Completer {
  public:
    Completed run(const std::vector<core::Step>& steps) {
        for (const core::Step& step : steps)
            std::visit([this](const auto& each) { add(each); }, step);
        end_all();
        clean();
        return {std::move(out_), broken_, ordered_};
    }

  private:
    void add(const core::Open& step) {
        if (Channel* before = find(step.channel); before != nullptr && before->open)
            end(step.channel, *before, false);
        Channel& channel = channels_[step.channel] = Channel{};
        channel.opened = ++opened_;
        out_.emplace_back(step);
    }

    void add(const core::Send& step) {
        Channel* channel = find(step.channel);
        if (channel == nullptr || !channel->open)
            return;
        settle_others(step.channel);
        const bool data = step.as == core::As::data;
        const std::optional<wire::Bytes> bytes = data ? mutate::literal_bytes(step.bytes) : std::nullopt;
        if (bytes)
            channel->stream.feed(*bytes, kept_, broken_);
        else
            channel->stream.lose();
        channel->last = data && step.split == core::Split::whole ? out_.size() : SIZE_MAX;
        channel->settled = false;
        out_.emplace_back(step);
    }

    void add(const core::Read& step) {
        Channel* channel = find(step.channel);
        if (channel == nullptr)
            return;
        if (step.until_end && !channel->open) {
            out_.emplace_back(step);
        } else if (!step.until_end && channel->open && channel->stream.only_connect() && !channel->read_connack) {
            channel->read_connack = true;
            channel->settled = true;
            put(*channel, step);
        } else {
            add(core::Barrier{step.channel, step.at});
        }
    }

    void add(const core::Barrier& step) {
        Channel* channel = find(step.channel);
        if (channel == nullptr || !channel->open || !channel->stream.whole())
            return;
        settle_others(step.channel);
        channel->settled = true;
        put(*channel, step);
    }

    // Which of two channels a broker looks at first is a race, but where it has answered the one before the other
    // sends.
    void settle_others(const std::string& sender) {
        ordered_ = ordered_ && !astray_;
        for (auto& [name, channel] : channels_) {
            if (channel.settled || name == sender || !channel.open)
                continue;
            channel.settled = channel.stream.whole();
            if (channel.settled)
                put(channel, core::Barrier{name, {}});
            ordered_ = ordered_ && channel.settled;
        }
    }

    void add(const core::Close& step) {
        Channel* channel = find(step.channel);
        if (channel == nullptr || !channel->open)
            return;
        settle_others(step.channel);
        put(*channel, step);
        if (step.how == core::CloseHow::notify)
            return channel->stream.lose();
        if (step.how != core::CloseHow::rst)
            out_.emplace_back(core::Read{step.channel, {}, true});
        else
            astray_ = astray_ || !channel->settled;
        channel->open = false;
    }

    void add(const core::Pause& step) { out_.emplace_back(step); }
    // The others are for scenarios.
    template <typename Other>
    void add(const Other&) {}

    Channel* find(const std::string& name) {
        const auto found = channels_.find(name);
        return found == channels_.end() ? nullptr : &found->second;
    }

    void put(Channel& channel, core::Step step) {
        channel.last = SIZE_MAX;
        out_.push_back(std::move(step));
    }

    // `forget`: what was retained too. A connection for this alone is what drive makes where this one does not live so
    // long.
    void end(const std::string& name, Channel& channel, bool forget) {
        settle_others(name);
        if (channel.stream.whole()) {
            const std::string last_words = (forget ? channel.stream.forgetting() : "") + pingreq;
            if (channel.last < out_.size())
                std::get<core::Send>(out_[channel.last]).bytes.append(" ").append(last_words);
            else
                out_.emplace_back(core::Send{name, last_words});
        }
        out_.emplace_back(core::Close{name, core::CloseHow::orderly});
        out_.emplace_back(core::Read{name, {}, true});
        channel.open = false;
    }

    void end_all() {
        for (;;) {
            const auto latest = std::ranges::max_element(
                channels_, {}, [](const auto& each) { return each.second.open ? each.second.opened : std::size_t{0}; });
            if (latest == channels_.end() || !latest->second.open)
                return;
            end(latest->first, latest->second, true);
        }
    }

    // By the same client identifier and user, with a clean start.
    void clean() {
        for (mqtt::Connect connect : kept_) {
            connect.clean_start = true;
            connect.will.reset();
            connect.properties.clear();
            const wire::Bytes bytes = mqtt::encode(connect, mqtt::Version::v3_1_1);
            const mqtt::Context context{mqtt::Version::v3_1_1, mqtt::Sender::client};
            out_.emplace_back(core::Open{.channel = cleaner, .at = {}});
            out_.emplace_back(core::Send{cleaner, mutate::literal_notation(bytes, context)});
            out_.emplace_back(core::Close{cleaner, core::CloseHow::orderly});
            out_.emplace_back(core::Read{cleaner, {}, true});
        }
    }

    std::vector<core::Step> out_;
    std::map<std::string, Channel> channels_;
    std::vector<mqtt::Connect> kept_;
    std::size_t opened_ = 0;
    std::uint32_t broken_ = 0;
    bool astray_ = false;  // something was sent, and then a RST: who knows when it is handled
    bool ordered_ = true;
};

}  // namespace

Completed complete(const std::vector<core::Step>& steps) {
    return Completer().run(steps);
}

std::vector<core::Step> completed(const std::vector<core::Step>& steps) {
    return complete(steps).steps;
}

}  // namespace gauntlet::fuzz::campaign
