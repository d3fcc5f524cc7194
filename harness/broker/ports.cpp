#include "ports.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "gauntlet/broker/supervisor.hpp"
#include "system_words.hpp"

namespace gauntlet::broker {

std::uint16_t PortReservation::take() {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (!socket || ::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), length) != 0 ||
        ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0)
        throw StartFault(system_words("cannot reserve a port on 127.0.0.1"));
    sockets_.push_back(std::move(socket));
    return ntohs(address.sin_port);
}

}  // namespace gauntlet::broker
