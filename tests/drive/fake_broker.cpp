#include "fake_broker.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>

#include "gauntlet/wire/mqtt/framer.hpp"
#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::drive::test {

namespace mqtt = wire::mqtt;

FakeBroker::FakeBroker(Answer answer) : answer_(std::move(answer)), peer_([this](int socket) { serve(socket); }) {}

Target FakeBroker::target() const {
    Target target;
    target.listener = {peer_.endpoint().host, peer_.endpoint().port, core::Transport::mqtt, ""};
    target.run_prefix = "gauntlet-r7";
    target.timeout = std::chrono::seconds(20);
    return target;
}

std::vector<std::string> FakeBroker::received(int connections) {
    net::test::wait_for(ended_, connections);
    const std::lock_guard lock(mutex_);
    return received_;
}

// False: the connection ends with it.
bool FakeBroker::say(int socket, std::string text) {
    const bool fin = text.ends_with("fin");
    const bool rst = text.ends_with("rst");
    if (fin || rst)
        text.resize(text.size() - 3);
    const wire::Bytes bytes = wire::notation::bytes_of(text);
    net::test::send_all(socket, wire::text(bytes));
    if (fin) {
        ::shutdown(socket, SHUT_WR);
        net::test::receive_to_fin(socket);
    }
    if (rst)
        net::test::close_with_reset(socket);
    return !fin && !rst;
}

void FakeBroker::serve(int socket) {
    mqtt::Decoder decoder({mqtt::Version::v3_1_1, mqtt::Sender::client}, std::size_t{1} << 20U);
    bool open = true;
    while (open) {
        std::uint8_t buffer[4096];
        const ssize_t count = ::recv(socket, buffer, sizeof buffer, 0);
        if (count <= 0)
            break;
        decoder.feed(wire::View(buffer, static_cast<std::size_t>(count)));
        while (const auto event = decoder.next()) {
            const auto* packet = std::get_if<mqtt::Packet>(&*event);
            if (packet == nullptr)
                continue;
            {
                const std::lock_guard lock(mutex_);
                received_.push_back(mqtt::print(*packet));
            }
            open = open && say(socket, answer_(*packet));
        }
    }
    ++ended_;
    ended_.notify_all();
}

std::string polite(const mqtt::Packet& packet) {
    switch (packet.type()) {
        case mqtt::PacketType::connect:
            return packet.context.version == mqtt::Version::v5_0 ? "20 03 00 00 00" : "20 02 00 00";
        case mqtt::PacketType::subscribe:
            return "90 03 i1 00";
        case mqtt::PacketType::pingreq:
            return "d0 00";
        default:
            return "";
    }
}

FakeBroker::Answer answers_connect(std::string text) {
    return [text = std::move(text)](const mqtt::Packet& packet) {
        return packet.type() == mqtt::PacketType::connect ? text : polite(packet);
    };
}

Conversation talk(const core::Stimulus& stimulus, const Target& target) {
    return net::test::run(converse(stimulus, target));
}

core::Stimulus steps(std::vector<core::Step> list) {
    core::Stimulus stimulus;
    stimulus.steps = std::move(list);
    return stimulus;
}

const core::Observation& at(const Conversation& conversation, std::string_view label) {
    static const core::Observation none{.text = "(no observation at that label)"};
    const auto found = std::ranges::find(conversation.observed, label, &core::Observation::at);
    EXPECT_NE(found, conversation.observed.end()) << label << ": " << conversation.harness_fault;
    return found == conversation.observed.end() ? none : *found;
}

}  // namespace gauntlet::drive::test
