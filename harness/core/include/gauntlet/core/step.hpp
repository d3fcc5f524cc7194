// A stimulus is a list of steps: a value that `drive` executes, the record keeps and the report prints.
//
// Channels are named by a letter. Packets are written in the notation of wire/notation, with placeholders that `drive`
// fills in: {id} (a client id that is unique to the conversation), {topic} (a topic prefix that is), {run} (the run's
// prefix, one topic level), {user} and {password} (of the profile). A step with `at` leaves an observation under that
// label.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gauntlet/core/client.hpp"
#include "gauntlet/recipe/crl.hpp"

namespace gauntlet::core {

enum class Door : std::uint8_t {
    listener,          // the profile's listener, of the cell's transport
    second_listener,   // Profile::second_listener
    plain_listener,    // Profile::plain_listener
    one_way_listener,  // Profile::one_way_listener
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
    bool operator==(const Open&) const = default;
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
    bool operator==(const Send&) const = default;
};

// Reads the next packet, or over a WebSocket the next pong, close or other frame without MQTT in it, or how the channel
// ended, or a time-out. Pings are answered and not told. With `until_end`, packets and frames are passed over.
struct Read {
    std::string channel;
    std::string at;
    bool until_end = false;
    bool operator==(const Read&) const = default;
};

// PINGREQ, then reads until PINGRESP: proves that what was sent before has been handled. Packets that arrive before
// the PINGRESP stay there for later Reads; the observation counts them (fact `before`).
struct Barrier {
    std::string channel;
    std::string at;  // "": no observation
    bool operator==(const Barrier&) const = default;
};

struct Pause {
    std::chrono::milliseconds time{0};
    bool operator==(const Pause&) const = default;
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
    bool operator==(const Close&) const = default;
};

// Looks for byte strings in what went over the wire of a channel, both ways. The observation's fact `in-clear` lists
// those found, or is "none".
struct Search {
    std::string channel;
    std::vector<std::string> texts;  // placeholders are filled in
    std::string at;
    bool operator==(const Search&) const = default;
};

// Starts a broker of its own with the profile and observes whether it becomes ready. Only as the first step.
struct Boot {
    std::string at = "ready";
    bool operator==(const Boot&) const = default;
};

// So many clients, a few dozen at a time: each opens a channel of its own to the listener, sends the bytes (a CONNECT),
// reads the answer, says DISCONNECT where it was let in, and closes. The observation is the first answer that differs
// from the one before it in layer, kind or code, or else the last; its fact `clients` is how many there were until
// then. The transcript has that one client.
struct Crowd {
    unsigned clients = 0;
    std::string bytes;   // notation
    std::string client;  // as of Open
    std::string at;      // "": no observation
    bool operator==(const Crowd&) const = default;
};

// Reads what the broker's process uses. `since` names an earlier Measure: the observation then has a fact for each
// limit that is set, yes where more than that came to be used in between.
struct Measure {
    std::string at;
    std::string since;                             // "": the observation has no facts
    std::optional<std::chrono::milliseconds> cpu;  // user and system time; fact `busy`
    std::optional<unsigned> memory;                // KiB, resident; fact `grows`
    std::optional<unsigned> descriptors;           // open files; fact `keeps-descriptors`
    bool operator==(const Measure&) const = default;
};

// Gives the listener these CRLs in place of its own and has the broker read them, by its own means; goes on when it
// says that it has. Observation: process accepted, or a time-out.
struct Reload {
    std::vector<const recipe::Crl*> crls;
    std::string at = "reload";
    bool operator==(const Reload&) const = default;
};

using Step = std::variant<Open, Send, Read, Barrier, Pause, Close, Search, Boot, Crowd, Measure, Reload>;

struct NamedClient {
    std::string name;
    Client client;
    bool operator==(const NamedClient&) const = default;
};

struct Stimulus {
    Client client;
    std::vector<NamedClient> others;
    std::vector<Step> steps;
    bool operator==(const Stimulus&) const = default;
};

// One line, which parse_step() (step_text.hpp) reads back: `a: send 10 r{ s'MQTT' 04 02 k60 s'{id}a' }`.
std::string to_text(const Step& step);

}  // namespace gauntlet::core
