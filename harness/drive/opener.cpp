#include "opener.hpp"

#include <fmt/format.h>

#include <array>
#include <exception>

#include "gauntlet/net/fingerprint.hpp"
#include "step_fault.hpp"

namespace gauntlet::drive {

namespace asio = boost::asio;

namespace {

std::string_view name_of(core::Door door) {
    constexpr std::array<std::string_view, 4> names{"first", "second", "plain", "one-way"};
    return names[static_cast<std::size_t>(door)];
}

const Address& address_of(core::Door door, const Target& target) {
    const std::optional<Address>* other = nullptr;
    switch (door) {
        case core::Door::listener:
            return target.listener;
        case core::Door::second_listener:
            other = &target.second_listener;
            break;
        case core::Door::plain_listener:
            other = &target.plain_listener;
            break;
        case core::Door::one_way_listener:
            other = &target.one_way_listener;
            break;
    }
    if (!*other)
        throw StepFault{fmt::format("there is no {} listener; set it in the profile", name_of(door))};
    return **other;
}

core::Client client_of(const std::string& name, const core::Stimulus& stimulus) {
    if (name.empty())
        return stimulus.client;
    for (const core::NamedClient& other : stimulus.others)
        if (other.name == name)
            return other.client;
    if (name == "good")
        return {};
    throw StepFault{fmt::format("client '{}' is none of the stimulus' clients", name)};
}

const recipe::Material* material_of(const core::Client& client, const Target& target) {
    if (client.presents == core::Client::Presents::good)
        return target.good_client;
    if (client.presents == core::Client::Presents::nothing)
        return nullptr;
    if (client.credentials == nullptr || !target.material)
        throw StepFault{"the client's credentials are not at hand"};
    try {
        return &target.material(*client.credentials);
    } catch (const std::exception& error) {
        throw StepFault{fmt::format("the credentials {}: {}", client.credentials->name, error.what())};
    }
}

core::Fact served_fact(const std::vector<std::string>& served_der, const Target& target) {
    std::string names;
    for (const std::string& der : served_der) {
        std::string name = target.certificate_name ? target.certificate_name(der) : std::string();
        if (name.empty())
            name = net::fingerprint(der);
        names += (names.empty() ? "" : ",") + name;
    }
    return {"served", names};
}

}  // namespace

Destination destination_of(const core::Open& step, const core::Stimulus& stimulus, const Target& target) {
    Destination destination;
    destination.address = &address_of(step.door, target);
    destination.client = client_of(step.client, stimulus);
    const core::Transport transport = destination.address->transport;
    const bool of_door = step.engine == core::Engine::of_door;
    destination.tls = step.engine == core::Engine::tls || (of_door && core::has_tls(transport));
    destination.websocket = of_door && core::has_websocket(transport);
    return destination;
}

namespace {

asio::awaitable<net::Opened> connect(const Destination& destination, const Target& target, net::Session session,
                                     net::Tap tap, net::Deadline deadline) {
    net::Endpoint endpoint{destination.address->host, destination.address->port, target.terse};
    net::Opened opened;
    if (!destination.tls) {
        opened = co_await net::open_tcp(std::move(endpoint), std::move(tap), deadline);
    } else {
        if (target.contexts == nullptr)
            throw StepFault{"the target has no TLS contexts"};
        net::TlsClient client;
        client.offer = destination.client.tls;
        client.credentials = material_of(destination.client, target);
        client.anchors_der = target.anchors_der;
        client.server_name = target.server_name.empty() ? destination.address->host : target.server_name;
        client.with_facts = !target.terse;
        if (client.offer.resume)
            client.session = std::move(session);
        opened =
            co_await net::open_tls(std::move(endpoint), std::move(client), *target.contexts, std::move(tap), deadline);
    }
    if (!opened.fault.empty())
        throw StepFault{opened.fault};
    if (!opened.served_der.empty() && opened.observation.kind == core::Kind::accepted)
        opened.observation.facts.push_back(served_fact(opened.served_der, target));
    co_return opened;
}

net::WebSocketClient websocket_client(const Destination& destination, const Target& target, bool searched) {
    const Address& address = *destination.address;
    net::WebSocketClient client;
    client.offer = destination.client.websocket;
    client.path = address.path.empty() ? "/" : address.path;  // RFC 6455 3
    const std::string host = target.server_name.empty() ? address.host : target.server_name;
    const bool ipv6 = host.find(':') != std::string::npos;
    client.authority = fmt::format("{}{}{}:{}", ipv6 ? "[" : "", host, ipv6 ? "]" : "", address.port);
    client.readable = searched;
    return client;
}

}  // namespace

asio::awaitable<Opened> open(const Destination& destination, const Target& target, net::Session session, net::Tap tap,
                             bool searched) {
    const net::Deadline deadline = net::Clock::now() + target.timeout;
    net::Opened connected = co_await connect(destination, target, std::move(session), std::move(tap), deadline);
    Opened opened;
    opened.observation = std::move(connected.observation);
    opened.channel = std::move(connected.channel);
    if (!destination.websocket)
        co_return opened;
    net::WebSocketClient client = websocket_client(destination, target, searched);
    net::Upgraded upgraded = co_await net::upgrade(std::move(opened.channel), std::move(client), deadline);
    opened.channel = std::move(upgraded.channel);
    opened.upgrade = std::move(upgraded.observation);
    co_return opened;
}

}  // namespace gauntlet::drive
