// A stimulus is a list of steps: a value that `drive` executes, the record keeps and the report prints.
//
// Channels are named by a letter. Packets are written in the notation of wire/notation, with placeholders that `drive`
// fills in: {id} (a client id that is unique to the conversation), {topic} (a topic prefix that is), {run} (the run's
// prefix, one topic level), {user} and {password} (of the profile). A step with `at` leaves an observation under that
// label.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gauntlet/core/client.hpp"

namespace gauntlet::core {

enum class Door : std::uint8_t {
    listener,         // the profile's listener, of the cell's transport
    second_listener,  // Profile::second_listener
    plain_listener,   // Profile::plain_listener
};

enum class Engine : std::uint8_t {
    of_door,  // what the door's listener speaks: TCP, TLS, a WebSocket over either
    tcp,      // bytes in clear, whatever the listener speaks
    tls,      // a TLS handshake and no upgrade, whatever the listener speaks
};

// Connects, with TLS shakes hands, and over ws and wss upgrades to a WebSocket. Observations: how the TLS handshake, or
// without TLS the connecting, ended, with facts (observation.hpp); and how the upgrade did. A channel whose upgrade was
// refused has ended with that observation, which the next Read tells.
struct Open {
    std::string channel = "a";
    std::string client;  // "": the stimulus' client; "good": a good client; else one of Stimulus::others
    Door door = Door::listener;
    Engine engine = Engine::of_door;
    std::string at = "handshake";
    std::string upgrade;  // label; "": no observation
};

enum class Split : std::uint8_t {
    whole,      // in one write, over a WebSocket in one frame, however many packets there are
    bytes,      // every byte in a write, hence a TLS record and a WebSocket frame, of its own
    fragments,  // over a WebSocket one message of as many fragments (RFC 6455 5.4) as there are bytes; else as `bytes`
};

enum class As : std::uint8_t {
    data,    // over a WebSocket in binary frames, masked
    frames,  // over a WebSocket as they are: `82 m{ c0 r0 }`
};

// Sends bytes. A channel that has ended, or that breaks, leaves it undone: the next Read tells how the channel ended.
struct Send {
    std::string channel;
    std::string bytes;  // notation
    Split split = Split::whole;
    As as = As::data;
};

// Reads the next packet, or over a WebSocket the next pong, close or other frame without MQTT in it, or how the channel
// ended, or a time-out. Pings are answered and not told. With `until_end`, packets and frames are passed over.
struct Read {
    std::string channel;
    std::string at;
    bool until_end = false;
};

// PINGREQ, then reads until PINGRESP: proves that what was sent before has been handled. Packets that arrive before
// the PINGRESP stay there for later Reads; the observation counts them (fact `before`).
struct Barrier {
    std::string channel;
    std::string at;  // "": no observation
};

struct Pause {
    std::chrono::milliseconds time{0};
};

enum class CloseHow : std::uint8_t {
    orderly,  // over a WebSocket a close frame; TLS close_notify, then FIN
    notify,   // TLS close_notify alone: the TCP connection stays open, and so does reading
    fin,      // FIN without close_notify; reading stays open
    rst,
};

struct Close {
    std::string channel;
    CloseHow how = CloseHow::orderly;
};

// Looks for byte strings in what went over the wire of a channel, both ways. The observation's fact `in-clear` lists
// those found, or is "none".
struct Search {
    std::string channel;
    std::vector<std::string> texts;  // placeholders are filled in
    std::string at;
};

// Starts a broker of its own with the profile and observes whether it becomes ready. Only as the first step.
struct Boot {
    std::string at = "ready";
};

using Step = std::variant<Open, Send, Read, Barrier, Pause, Close, Search, Boot>;

struct NamedClient {
    std::string name;
    Client client;
};

struct Stimulus {
    Client client;
    std::vector<NamedClient> others;
    std::vector<Step> steps;
};

// One line: `a: send 10 r{ s'MQTT' 04 02 k60 s'{id}a' }`.
std::string to_text(const Step& step);

}  // namespace gauntlet::core
