#include "mosquitto_client.hpp"

#include <arpa/inet.h>
#include <mosquitto.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include "gauntlet/wire/notation/notation.hpp"
#include "memory_io.hpp"

namespace gauntlet::bench {
namespace {

void require(bool good, const char* what) {
    if (!good)
        throw std::runtime_error(what);
}

// Nobody accepts: connecting ends in the backlog, and everything after it is in memory.
int listen_on_loopback(sockaddr_in& address) {
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    require(bind(descriptor, generic, size) == 0 && listen(descriptor, 4) == 0 &&
                getsockname(descriptor, generic, &size) == 0,
            "no listener on the loopback");
    return descriptor;
}

}  // namespace

MosquittoClient::MosquittoClient(wire::mqtt::Version version) {
    mosquitto_lib_init();
    sockaddr_in address{};
    listener_ = listen_on_loopback(address);
    client_ = mosquitto_new("bench", true, &messages_);
    const bool v5 = version == wire::mqtt::Version::v5_0;
    mosquitto_int_option(client_, MOSQ_OPT_PROTOCOL_VERSION, v5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311);
    mosquitto_message_v5_callback_set(client_, [](mosquitto*, void* count, const mosquitto_message*,
                                                  const mosquitto_property*) { ++*static_cast<std::size_t*>(count); });
    require(mosquitto_connect(client_, "127.0.0.1", ntohs(address.sin_port), 60) == MOSQ_ERR_SUCCESS,
            "libmosquitto does not connect");
    keep_in_memory(mosquitto_socket(client_));
    const wire::Bytes connack = wire::notation::bytes_of(v5 ? "20 r{ 00 00 v{} }" : "20 r{ 00 00 }");
    feed(connack);
    require(mosquitto_loop_read(client_, 1) == MOSQ_ERR_SUCCESS, "libmosquitto refuses a CONNACK");
}

MosquittoClient::~MosquittoClient() {
    keep_in_memory(-1);
    mosquitto_destroy(client_);
    close(listener_);
    mosquitto_lib_cleanup();
}

void MosquittoClient::receive(wire::View stream, std::size_t packets) {
    feed(stream);
    messages_ = 0;
    for (std::size_t i = 0; i < packets; ++i)
        mosquitto_loop_read(client_, 1);
    require(messages_ == packets, "libmosquitto did not decode every packet");
}

void MosquittoClient::publish(const char* topic, const std::string& payload) {
    const std::size_t before = written();
    mosquitto_publish(client_, nullptr, topic, static_cast<int>(payload.size()), payload.data(), 0, false);
    require(written() > before, "libmosquitto did not write a packet");
}

}  // namespace gauntlet::bench
