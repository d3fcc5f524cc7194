// The mutator and the crossover of the MQTT targets: packets are mutated as packets, not as bytes.
#include <algorithm>
#include <cstddef>
#include <cstring>

#include "gauntlet/fuzz/mutate/packet.hpp"
#include "gauntlet/fuzz/properties/context.hpp"
#include "gauntlet/wire/mqtt/framer.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace gauntlet::fuzz {
namespace {

using mutate::Random;
using wire::Bytes;
using wire::View;
using wire::mqtt::Context;

// An input of these targets: the byte that chooses the context, then packets, the last of which may be cut or wrong.
struct Stream {
    std::uint8_t choice = '4';  // MQTT 5.0, a client
    std::vector<Bytes> packets;

    Context context() const { return properties::context_of(choice); }
};

Stream read(View input) {
    Stream out;
    if (input.empty())
        return out;
    out.choice = input[0];
    wire::mqtt::Framer framer(input.size());
    framer.feed(input.subspan(1));
    while (const auto packet = framer.next())
        out.packets.emplace_back(packet->begin(), packet->end());
    if (!framer.rest().empty())
        out.packets.emplace_back(framer.rest().begin(), framer.rest().end());
    return out;
}

// As many bytes as fit.
std::size_t write(const Stream& stream, std::uint8_t* data, std::size_t max_size) {
    Bytes out{stream.choice};
    for (const Bytes& packet : stream.packets)
        out.insert(out.end(), packet.begin(), packet.end());
    const std::size_t size = std::min(out.size(), max_size);
    std::memcpy(data, out.data(), size);
    return size;
}

void mutate_stream(Stream& stream, Random& random) {
    auto& packets = stream.packets;
    if (random.chance(32))
        stream.choice = static_cast<std::uint8_t>('0' + random.below(properties::contexts.size()));
    const std::size_t edit = packets.size() < 2 ? random.below(8) : random.below(12);
    const auto at = packets.begin() + static_cast<std::ptrdiff_t>(random.below(packets.size()));
    if (packets.empty() || edit == 0)
        packets.insert(at, mutate::new_packet(stream.context(), random));
    else if (edit < 9)
        *at = mutate::mutate_packet(*at, stream.context(), random);
    else if (edit == 9)
        packets.erase(at);
    else if (edit == 10)
        std::iter_swap(at, packets.begin() + static_cast<std::ptrdiff_t>(random.below(packets.size())));
    else
        packets.push_back(*at);
}

void cross_streams(Stream& first, const Stream& second, Random& random) {
    if (second.packets.empty())
        return;
    const Bytes& other = random.pick(second.packets);
    if (first.packets.empty() || random.chance(4))
        return first.packets.push_back(other);
    Bytes& packet = random.pick(first.packets);
    packet = mutate::cross_packets(packet, other, first.context(), random);
}

}  // namespace
}  // namespace gauntlet::fuzz

// libFuzzer's own mutations stay a fourth of all: they know the dictionary and what comparisons asked for.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
    using namespace gauntlet::fuzz;
    Random random(seed);
    if (random.chance(4))
        return LLVMFuzzerMutate(data, size, max_size);
    Stream stream = read({data, size});
    mutate_stream(stream, random);
    return write(stream, data, max_size);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size,
                                                 const std::uint8_t* second, std::size_t second_size, std::uint8_t* out,
                                                 std::size_t max_size, unsigned seed) {
    using namespace gauntlet::fuzz;
    Random random(seed);
    Stream stream = read({first, first_size});
    cross_streams(stream, read({second, second_size}), random);
    return write(stream, out, max_size);
}
