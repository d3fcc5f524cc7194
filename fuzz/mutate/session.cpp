#include "gauntlet/fuzz/mutate/session.hpp"

#include <algorithm>
#include <array>

#include "draft.hpp"
#include "frames.hpp"
#include "gauntlet/fuzz/mutate/packet.hpp"
#include "gauntlet/wire/mqtt/message.hpp"

namespace gauntlet::fuzz::mutate {

namespace mqtt = wire::mqtt;

namespace {

constexpr std::array<const char*, 4> channels{"a", "b", "c", "d"};
constexpr std::array<core::CloseHow, 4> endings{core::CloseHow::orderly, core::CloseHow::notify, core::CloseHow::fin,
                                                core::CloseHow::rst};

wire::Bytes request(mqtt::Context context, Random& random) {
    const auto identifier = static_cast<std::uint16_t>(1 + random.below(65'535));
    const std::string topic = random.chance(2) ? "{topic}" : "{topic}/" + std::to_string(random.below(4));
    switch (random.below(3)) {
        case 0: {
            mqtt::Publish publish{.topic = topic};
            publish.qos = static_cast<std::uint8_t>(1 + random.below(2));
            publish.packet_identifier = identifier;
            publish.payload.resize(random.below(9));
            for (char& byte : publish.payload)
                byte = static_cast<char>(random.next());
            return mqtt::encode(publish, context.version);
        }
        case 1: {
            mqtt::Subscription wanted{.filter = topic, .qos = static_cast<std::uint8_t>(random.below(3))};
            return mqtt::encode(mqtt::Subscribe{identifier, {std::move(wanted)}}, context.version);
        }
        default:
            return mqtt::encode(mqtt::Unsubscribe{identifier, {topic}}, context.version);
    }
}

class Mutator {
  public:
    Mutator(Draft& draft, const Scope& scope, Random& random) : draft_(draft), scope_(scope), random_(random) {}

    void extend() {
        drop_what_ends();
        add_requests(8 + random_.below(9), 4 * scope_.packets);
    }

    // Without a third of its packets.
    void shorten() {
        drop_if([this](const wire::Bytes& packet, mqtt::Context) { return !is_connect(packet) && random_.chance(3); });
    }

    void mutate() {
        std::size_t count = 1 + random_.below(3);
        for (; count > 0; --count)
            once();
    }

    // Takes a packet of the other session to a place of this one.
    void borrow(const Draft& other) {
        const std::vector<Place> theirs = other.places(false);
        if (theirs.empty())
            return;
        const Place& from = random_.pick(theirs);
        put_in(other.at(from));
    }

  private:
    void once() {
        // Of sixteen mutations, so many are of another kind than the fields of a packet.
        const std::size_t kind = random_.below(16);
        if (scope_.frames && random_.chance(2))
            return change_frames(draft_, random_);
        if (scope_.sequences && kind < 5)
            return change_sequence();
        if (scope_.connections && kind == 5)
            return change_connections();
        change_packet();
    }

    void change_packet() {
        const bool connects = scope_.unauthenticated && random_.chance(4);
        const std::vector<Place> places = draft_.places(connects);
        if (places.empty())
            return add_new();
        const Place place = random_.pick(places);
        draft_.at(place) = mutate_packet(draft_.at(place), place.context, random_);
        draft_.changed(place);
        if (draft_.at(place).empty())
            drop(place);
    }

    void change_sequence() {
        const std::vector<Place> places = draft_.places(scope_.unauthenticated && random_.chance(8));
        const std::size_t how = random_.below(8);
        if (places.empty() || how == 0)
            return add_new();
        if (how < 4)
            return add_requests(1 + random_.below(16), scope_.packets);
        const Place place = random_.pick(places);
        if (how == 4)
            return drop(place);
        if (how == 5)
            return swap(place, random_.pick(places));
        if (how == 6)
            return split(place);
        put_in(wire::Bytes(draft_.at(place)));
    }

    void add_new() {
        const std::size_t unit = sending_unit();
        if (unit == draft_.units().size())
            return;
        const core::Send& send = *draft_.units()[unit].send();
        put_in(new_packet(draft_.context(send.channel, unit + 1), random_));
    }

    // Several packets that a broker must answer, with identifiers and contents of all values, behind the others of a
    // client: values that lead somewhere else are met early, and what was sent before them stays what it was.
    void add_requests(std::size_t wanted, std::size_t most) {
        const std::vector<Place> places = draft_.places(true);
        if (places.empty())
            return add_new();
        const Place& last = places.back();
        Unit& unit = draft_.units()[last.unit];
        const mqtt::Context context =
            is_connect(draft_.at(last)) ? mqtt::decode(draft_.at(last), last.context).context : last.context;
        const std::size_t room = most > draft_.packet_count() ? most - draft_.packet_count() : 0;
        const std::size_t count = std::min(room, wanted);
        for (std::size_t i = 0; i < count; ++i)
            unit.packets.push_back(request(context, random_));
        unit.changed = unit.changed || count > 0;
    }

    // Behind what breaks a rule, or says goodbye, a broker reads nothing.
    void drop_what_ends() {
        drop_if([](const wire::Bytes& packet, mqtt::Context context) {
            const mqtt::Packet decoded = mqtt::decode(packet, context);
            return decoded.violation.has_value() || decoded.type() == mqtt::PacketType::disconnect;
        });
    }

    template <typename Condition>
    void drop_if(Condition condition) {
        const std::vector<Place> places = draft_.places(true);
        for (auto place = places.rbegin(); place != places.rend(); ++place)
            if (condition(draft_.at(*place), place->context))
                drop(*place);
    }

    // A Send of data; the number of units where there is none.
    std::size_t sending_unit() {
        std::vector<std::size_t> sending;
        for (std::size_t i = 0; i < draft_.units().size(); ++i)
            if (const core::Send* send = draft_.units()[i].send(); send != nullptr && send->as == core::As::data)
                sending.push_back(i);
        return sending.empty() ? draft_.units().size() : random_.pick(sending);
    }

    // Behind the CONNECT, or anywhere.
    void put_in(wire::Bytes packet) {
        if (draft_.packet_count() >= scope_.packets || packet.empty())
            return;
        const std::size_t index = sending_unit();
        if (index == draft_.units().size())
            return;
        Unit& unit = draft_.units()[index];
        const bool logs_in = !unit.packets.empty() && is_connect(unit.packets.front());
        const std::size_t first = logs_in && !(scope_.unauthenticated && random_.chance(16)) ? 1 : 0;
        const std::size_t at = first + random_.below(unit.packets.size() - first + 1);
        unit.packets.insert(unit.packets.begin() + static_cast<std::ptrdiff_t>(at), std::move(packet));
        unit.changed = true;
    }

    void drop(const Place& place) {
        Unit& unit = draft_.units()[place.unit];
        if (draft_.packet_count() <= 2)
            return;
        unit.packets.erase(unit.packets.begin() + static_cast<std::ptrdiff_t>(place.packet));
        unit.changed = true;
    }

    void swap(const Place& a, const Place& b) {
        if (a.unit == b.unit && a.packet == b.packet)
            return;
        std::swap(draft_.at(a), draft_.at(b));
        draft_.changed(a);
        draft_.changed(b);
    }

    // What follows the packet is sent in a write of its own.
    void split(const Place& place) {
        Unit& unit = draft_.units()[place.unit];
        if (place.packet + 1 >= unit.packets.size())
            return;
        Unit rest = unit;
        const auto middle = static_cast<std::ptrdiff_t>(place.packet + 1);
        rest.packets.erase(rest.packets.begin(), rest.packets.begin() + middle);
        unit.packets.erase(unit.packets.begin() + middle, unit.packets.end());
        unit.changed = rest.changed = true;
        draft_.units().insert(draft_.units().begin() + static_cast<std::ptrdiff_t>(place.unit + 1), std::move(rest));
    }

    void change_connections() {
        const std::size_t how = random_.below(4);
        if (how == 0)
            return end_somewhere();
        if (how == 1)
            return wait_somewhere();
        if (draft_.client_count() < scope_.clients)
            add_client(how == 2);
    }

    std::size_t anywhere() { return 1 + random_.below(draft_.units().size()); }
    void put(std::size_t at, core::Step step) {
        Unit unit{.step = std::move(step)};
        draft_.units().insert(draft_.units().begin() + static_cast<std::ptrdiff_t>(at), std::move(unit));
    }

    void end_somewhere() {
        const std::size_t unit = sending_unit();
        if (unit < draft_.units().size())
            put(unit + 1, core::Close{draft_.units()[unit].send()->channel, random_.pick(endings)});
    }

    void wait_somewhere() {
        const std::size_t unit = sending_unit();
        if (unit < draft_.units().size())
            put(unit + 1, core::Barrier{draft_.units()[unit].send()->channel, {}});
    }

    // Another client, or the same once more: it says what the first one said, or its CONNECT and something new.
    void add_client(bool same) {
        const std::vector<Place> places = draft_.places(true);
        const auto login = std::ranges::find_if(places, [this](const Place& p) { return is_connect(draft_.at(p)); });
        if (login == places.end())
            return;
        const std::string channel = same ? channels[0] : channels[1 + random_.below(channels.size() - 1)];
        Unit says = draft_.units()[login->unit];
        says.send()->channel = channel;
        says.packets = {draft_.at(*login)};
        if (!same && random_.chance(2))
            says.packets[0] = vary_packet(says.packets[0], login->context, random_);
        says.packets.push_back(new_packet(mqtt::decode(says.packets[0], login->context).context, random_));
        says.changed = true;
        const std::size_t at = anywhere();
        put(at, core::Open{.channel = channel, .at = {}});
        draft_.units().insert(draft_.units().begin() + static_cast<std::ptrdiff_t>(at + 1), std::move(says));
        put(at + 2, core::Read{channel, {}});
    }

    Draft& draft_;
    const Scope& scope_;
    Random& random_;
};

}  // namespace

Steps mutate_session(const Steps& steps, const Scope& scope, Random& random) {
    Draft draft(steps);
    Mutator(draft, scope, random).mutate();
    return draft.steps();
}

Steps extend_session(const Steps& steps, const Scope& scope, Random& random) {
    Draft draft(steps);
    Mutator(draft, scope, random).extend();
    return draft.steps();
}

Steps shorten_session(const Steps& steps, const Scope& scope, Random& random) {
    Draft draft(steps);
    Mutator(draft, scope, random).shorten();
    return draft.steps();
}

Steps cross_sessions(const Steps& first, const Steps& second, const Scope& scope, Random& random) {
    Draft draft(first);
    const Draft other(second);
    Mutator mutator(draft, scope, random);
    std::size_t count = 1 + random.below(3);
    for (; count > 0; --count)
        mutator.borrow(other);
    return draft.steps();
}

}  // namespace gauntlet::fuzz::mutate
