#include "small_broker.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace gauntlet::wire::mqtt::test {
namespace {

bool readable(int socket) {
    pollfd waiting{socket, POLLIN, 0};
    return poll(&waiting, 1, 20000) == 1;
}

}  // namespace

SmallBroker::SmallBroker(Version version)
    : version_(version), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(listener_, 1) != 0)
        throw std::runtime_error("cannot listen on 127.0.0.1");
}

SmallBroker::~SmallBroker() {
    close(listener_);
}

std::string SmallBroker::port() const {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    return std::to_string(ntohs(address.sin_port));
}

void SmallBroker::send(int client, const Message& message) const {
    const Bytes bytes = encode(message, version_);
    if (::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size()))
        throw std::runtime_error("cannot send to the client");
}

void SmallBroker::answer(int client, const Packet& packet, const Answers& answers) const {
    const Field* identifier = packet.find(Name::packet_identifier);
    const std::uint16_t id = identifier == nullptr ? std::uint16_t{0} : static_cast<std::uint16_t>(identifier->value);
    switch (packet.type()) {
        case PacketType::connect:
            return send(client, answers.connack);
        case PacketType::publish:
            if (id != 0 && (packet.flags() & 4) == 0)
                send(client, Puback{id, 0, answers.acknowledgement});
            if (id != 0 && (packet.flags() & 4) != 0)
                send(client, Pubrec{id, 0, answers.acknowledgement});
            return;
        case PacketType::pubrec:
            return send(client, Pubrel{id, 0, answers.acknowledgement});
        case PacketType::pubrel:
            return send(client, Pubcomp{id, 0, answers.acknowledgement});
        case PacketType::subscribe: {
            Suback suback{id, {}, answers.acknowledgement};
            for (const Field& field : packet.fields)
                if (field.name == Name::subscription_options)
                    suback.reasons.push_back(static_cast<std::uint8_t>(field.value & 3));
            send(client, suback);
            for (const Publish& publish : answers.to_subscriber)
                send(client, publish);
            return;
        }
        case PacketType::unsubscribe:
            return send(client, Unsuback{id, {0}, answers.acknowledgement});
        case PacketType::pingreq:
            return send(client, Pingresp{});
        default:
            return;
    }
}

std::vector<Packet> SmallBroker::serve(const Answers& answers) {
    std::vector<Packet> packets;
    const int client = readable(listener_) ? accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC) : -1;
    if (client < 0)
        return packets;
    // A wrong version: the CONNECT must settle it.
    Decoder decoder({version_ == Version::v5_0 ? Version::v3_1 : Version::v5_0, Sender::client}, 1'000'000);
    std::uint8_t buffer[1024];
    while (readable(client)) {
        const ssize_t count = read(client, buffer, sizeof buffer);
        if (count <= 0)
            break;
        decoder.feed(View(buffer, static_cast<std::size_t>(count)));
        while (auto event = decoder.next()) {
            packets.push_back(std::get<Packet>(std::move(*event)));
            answer(client, packets.back(), answers);
        }
    }
    close(client);
    return packets;
}

}  // namespace gauntlet::wire::mqtt::test
