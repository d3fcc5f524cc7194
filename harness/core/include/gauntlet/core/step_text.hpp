// Steps as text, and back: corpora, reproducers and scenario files hold what core::to_text(step) prints, one step on
// a line.
//
//     a: open the listener  -> handshake
//     a: open the second listener, with TLS and no more as client 'good'  -> handshake, the upgrade  -> upgrade
//     a: send 10 r{ s'MQTT' 04 02 k60 s'{id}a' }
//     a: send frames byte by byte 82 m{ c0 r0 }
//     a: read  -> connack
//     a: read until the end  -> end
//     a: barrier (PINGREQ, PINGRESP)  -> handled
//     pause 20 ms
//     a: close by close_notify and FIN
//     a: search the bytes on the wire for 'one', 'two'  -> search
//     start the broker  -> ready
//     200 clients in turn as client 'x': send 10 r{ s'MQTT' 04 02 k60 s'{id}' }  -> crowd
//     measure the broker since warm, at most 100 ms, at most 4096 KiB, at most 8 descriptors  -> idle
//     reload with crl/clients-root, crl/clients-intermediate  -> reload
//
// Labels are optional; blanks count only inside of quotes. In the names and texts that are quoted, \' \\ and \xNN are
// escapes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/core/step.hpp"
#include "gauntlet/wire/notation/expected.hpp"
#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::core {

using TextError = wire::notation::ParseError;  // line and column from 1, what is wrong and how to mend it

// One step; `line` has no line break. The notation of what is sent is checked, the names of its placeholders as well.
// For every step whose notation stands on one line without comments, parse_step(to_text(step)) is the step again.
wire::Expected<Step, TextError> parse_step(std::string_view line);

// One step on each line; empty lines and those that begin with # are passed over.
wire::Expected<std::vector<Step>, TextError> parse_steps(std::string_view text);

// What parse_steps() reads: every step with a line end behind it.
std::string to_text(const std::vector<Step>& steps);

}  // namespace gauntlet::core
