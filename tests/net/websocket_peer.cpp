#include "websocket_peer.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <sys/socket.h>

#include <algorithm>

namespace gauntlet::net::test {

namespace {

std::string receive_to_end(int socket) {
    std::string text;
    for (std::string byte = receive_some(socket, 1); !byte.empty(); byte = receive_some(socket, 1))
        text += byte;
    return text;
}

boost::asio::awaitable<void> send_script(Channel& channel, const WebSocketScript& script) {
    for (const std::string& each : script.sends)
        co_await channel.send(wire::view(each), soon());
    if (!script.frames.empty())
        co_await channel.send_frames(wire::view(script.frames), soon());
    if (script.close)
        co_await channel.close(*script.close, soon());
}

boost::asio::awaitable<WebSocketTalk> talk(Endpoint endpoint, WebSocketScript script) {
    static Transcript transcript;
    WebSocketTalk heard;
    const Deadline deadline = in(script.patience);
    Tap tap(transcript, "a", 1 << 20);
    Opened opened = co_await open_tcp(endpoint, std::move(tap), deadline);
    WebSocketClient client;
    client.offer = script.offer;
    client.path = "/mqtt";
    client.authority = "localhost:8883";
    client.readable = script.readable;
    Upgraded upgraded = co_await upgrade(std::move(opened.channel), std::move(client), deadline);
    heard.upgrade = upgraded.observation;
    Channel& channel = *upgraded.channel;
    co_await send_script(channel, script);
    for (;;) {
        wire::Bytes bytes;
        const Receipt receipt = co_await channel.receive(bytes, deadline);
        heard.bytes += wire::text(bytes);
        if (receipt == Receipt::other)
            heard.others.push_back(channel.other());
        if (receipt == Receipt::timeout || receipt == Receipt::ended)
            break;
    }
    heard.end = channel.ended();
    if (!channel.reset_by_us())
        co_await channel.close(core::CloseHow::fin, soon());
    co_return heard;
}

}  // namespace

std::string field_of(const std::string& request, const std::string& name) {
    const std::size_t at = request.find("\r\n" + name + ": ");
    if (at == std::string::npos)
        return "-";
    const std::size_t begin = at + name.size() + 4;
    return request.substr(begin, request.find("\r\n", begin) - begin);
}

std::string accept_of(const std::string& request) {
    const std::string text = field_of(request, "Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char digest[SHA_DIGEST_LENGTH];
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
    unsigned char encoded[64];
    const int length = EVP_EncodeBlock(encoded, digest, SHA_DIGEST_LENGTH);
    return std::string(reinterpret_cast<char*>(encoded), static_cast<std::size_t>(length));
}

std::function<void(int)> WebSocketPeer::server() const {
    return [copy = *this](int socket) {
        std::string request;
        while (request.find("\r\n\r\n") == std::string::npos) {
            const std::string byte = receive_some(socket, 1);
            if (byte.empty())
                return;
            request += byte;
        }
        std::string head = copy.answer;
        if (const std::size_t at = head.find("{accept}"); at != std::string::npos)
            head.replace(at, 8, accept_of(request));
        send_all(socket, head + copy.frames);
        if (copy.resets)
            return close_with_reset(socket);
        if (copy.ends)
            ::shutdown(socket, SHUT_WR);
        const std::string rest = receive_to_end(socket);
        const std::lock_guard lock(copy.seen->mutex);
        copy.seen->request = request;
        copy.seen->frames = rest;
    };
}

WebSocketTalk talk_over_websocket(const Endpoint& endpoint, const WebSocketScript& script) {
    return run(talk(endpoint, script));
}

WebSocketTalk talk_over_websocket(const WebSocketPeer& peer, const WebSocketScript& script) {
    Peer server(peer.server());
    return talk_over_websocket(server.endpoint(), script);  // the peer's destructor waits for its thread
}

}  // namespace gauntlet::net::test
