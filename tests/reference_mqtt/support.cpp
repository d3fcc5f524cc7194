#include "support.hpp"

#include <fmt/format.h>

#include "gauntlet/wire/mqtt/framer.hpp"
#include "gauntlet/wire/mqtt/packet.hpp"
#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

using wire::mqtt::Packet;
using wire::mqtt::Sender;
using wire::mqtt::Version;

// The packets of a server, each in notation; what is no good packet is marked, which no expectation matches.
std::vector<std::string> packets_of(wire::View bytes, Version version) {
    std::vector<std::string> out;
    wire::mqtt::Decoder decoder({version, Sender::server}, 300'000'000);
    decoder.feed(bytes);
    while (auto event = decoder.next()) {
        const Packet* packet = std::get_if<Packet>(&*event);
        if (packet == nullptr) {
            out.push_back("no packets: " + text(std::get<wire::mqtt::StreamError>(*event).violation));
            continue;
        }
        out.push_back(print(*packet));
        if (packet->violation)
            out.push_back("malformed: " + text(*packet->violation));
    }
    if (!decoder.rest().empty())
        out.push_back("unfinished: " + wire::notation::hex(decoder.rest()));
    return out;
}

std::string connect(int level, int flags, std::string_view client_identifier, std::string_view properties) {
    return fmt::format("10 r{{ s'MQTT' {:02x} {:02x} k0 {} s'{}' }}", level, flags,
                       level == 5 ? fmt::format("v{{ {} }}", properties) : "", client_identifier);
}

}  // namespace

void Broker::wait(std::chrono::milliseconds time) {
    now += time;
    server.tick(now);
}

Flaws only(core::Flaw flaw) {
    Flaws flaws;
    flaws.add(flaw);
    return flaws;
}

void Client::says(std::string_view notation) {
    const wire::Bytes bytes = wire::notation::bytes_of(notation);
    version_ = wire::mqtt::version_of_connect(bytes).value_or(version_);
    connection_.receive(bytes, broker_.now);
}

void Client::spells(std::string_view notation) {
    const wire::Bytes bytes = wire::notation::bytes_of(notation);
    version_ = wire::mqtt::version_of_connect(bytes).value_or(version_);
    for (const std::uint8_t& byte : bytes)
        connection_.receive({&byte, 1}, broker_.now);
}

void Client::logs_in(std::string_view connect) {
    says(connect);
    const std::vector<std::string> answer = heard();
    ASSERT_FALSE(answer.empty());
    EXPECT_TRUE(answer[0].starts_with("20 r") && !closed_) << answer[0];
}

std::vector<std::string> Client::heard() {
    std::vector<std::string> out = packets_of(received_, version_);
    received_.clear();
    if (closed_ && !heard_end_) {
        heard_end_ = true;
        out.emplace_back(end);
    }
    return out;
}

testing::AssertionResult Client::hears(std::initializer_list<std::string_view> packets) {
    std::vector<std::string> expected;
    for (const std::string_view packet : packets) {
        if (packet == end) {
            expected.emplace_back(end);
            continue;
        }
        for (std::string& one : packets_of(wire::notation::bytes_of(packet), version_))
            expected.push_back(std::move(one));
    }
    const std::vector<std::string> got = heard();
    if (got == expected)
        return testing::AssertionSuccess();
    return testing::AssertionFailure() << "heard     " << testing::PrintToString(got) << "\ninstead of "
                                       << testing::PrintToString(expected);
}

void Client::send(wire::View bytes) {
    EXPECT_FALSE(closed_) << "sent after close: " << wire::notation::hex(bytes);
    received_.insert(received_.end(), bytes.begin(), bytes.end());
}

void Client::close() {
    EXPECT_FALSE(closed_) << "closed twice";
    closed_ = true;
}

std::string clean(std::string_view client_identifier) {
    return connect(4, 2, client_identifier, "");
}

std::string stays(std::string_view client_identifier) {
    return connect(4, 0, client_identifier, "");
}

std::string clean_5(std::string_view client_identifier, std::string_view properties) {
    return connect(5, 2, client_identifier, properties);
}

std::string stays_5(std::string_view client_identifier, std::string_view properties) {
    return connect(5, 0, client_identifier, properties);
}

}  // namespace gauntlet::reference::mqtt::test
