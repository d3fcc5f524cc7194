// read() and write() of one descriptor, answered from memory: what a library does with the bytes is measured, not what
// the kernel does.
#pragma once

#include <cstddef>

#include "gauntlet/wire/notation/bytes.hpp"

namespace gauntlet::bench {

// From now on read(descriptor) gives the bytes of feed(), then EAGAIN, and write() takes all and forgets it; to any
// other descriptor but standard output and error as well, because libmosquitto wakes its loop through a pair of
// sockets. A negative descriptor ends it.
void keep_in_memory(int descriptor);

// The bytes must live until they are read.
void feed(wire::View bytes);

// How many bytes were written.
std::size_t written();

}  // namespace gauntlet::bench
