// Clients that say anything at any time, good and malformed, in pieces of any size: the server lives, and everything
// that it says is a good packet.
#include <array>
#include <cctype>
#include <memory>
#include <random>

#include "gauntlet/wire/notation/notation.hpp"
#include "support.hpp"

namespace gauntlet::reference::mqtt::test {
namespace {

class Disorder {
  public:
    explicit Disorder(unsigned seed)
        : random_(seed), broker_({.receive_maximum = 3, .sessions = 5, .retained_messages = 4, .queued_messages = 4}) {}

    void run(int steps) {
        for (int i = 0; i < steps; ++i)
            step(slots_.at(below(slots_.size())));
    }

    std::size_t packets() const { return packets_; }

  private:
    struct Slot {
        std::unique_ptr<Client> client;
        bool modern = false;
    };

    std::size_t below(std::size_t limit) { return random_() % limit; }

    void step(Slot& slot) {
        if (!slot.client)
            return connect(slot);
        if (below(40) == 0) {
            broker_.wait(std::chrono::milliseconds(below(20'000)));
            slot.client->connection().tick(broker_.now);
        }
        slot.client->has_backlog(below(10) == 0 ? 2 * 1024 * 1024 : 0);
        slot.client->connection().writable(broker_.now);
        wire::Bytes bytes = wire::notation::bytes_of(packet(slot.modern));
        if (below(20) == 0)
            bytes[below(bytes.size())] = static_cast<std::uint8_t>(below(256));
        send(*slot.client, bytes);
        look_at(slot);
        if (slot.client && below(50) == 0) {
            slot.client->vanishes();
            slot.client.reset();
        }
    }

    void connect(Slot& slot) {
        slot.modern = below(2) == 0;
        slot.client = std::make_unique<Client>(broker_);
        const std::string id(1, static_cast<char>('a' + below(6)));
        const std::string text = !slot.modern    ? (below(2) == 0 ? clean(id) : stays(id))
                                 : below(2) == 0 ? clean_5(id, "22 k2 21 k2 27 w60")
                                                 : stays_5(id, "11 w5");
        slot.client->says(text);
        look_at(slot);
    }

    std::string packet(bool modern) {
        constexpr std::array<const char*, 14> old = {
            "82 r{ i1 s'#' 02 }",
            "82 r{ i2 s't/+' 01 s'u' 00 }",
            "a2 r{ i3 s'#' }",
            "30 r{ s't/1' 'x' }",
            "33 r{ s't/2' i1 'y' }",
            "34 r{ s'u' i2 'z' }",
            "62 r{ i2 }",
            "40 r{ i1 }",
            "50 r{ i1 }",
            "70 r{ i1 }",
            "40 r{ i2 }",
            "50 r{ i2 }",
            "70 r{ i2 } 70 r{ i3 }",
            "c0 00",
        };
        constexpr std::array<const char*, 16> of_5 = {
            "82 r{ i1 v{ 0b v7 } s'#' 0a }",
            "82 r{ i2 v{} s'$share/g/t/+' 01 s'u' 24 }",
            "a2 r{ i3 v{} s'#' s'$share/g/t/+' }",
            "30 r{ s't/1' v{ 23 k1 02 w3 } 'x' }",
            "30 r{ s'' v{ 23 k1 26 s'n' s'v' } 'x' }",
            "33 r{ s't/2' i1 v{ 02 w10 } 'y' }",
            "34 r{ s'u' i2 v{ 08 s'r' 09 s'c' } 'long enough to be too large for some of them' }",
            "62 r{ i2 }",
            "40 r{ i1 }",
            "50 r{ i1 }",
            "70 r{ i1 }",
            "50 r{ i2 80 }",
            "40 r{ i2 }",
            "c0 00",
            "31 r{ s't/2' v{} }",
            "e0 r{ 04 }",
        };
        return modern ? of_5.at(below(of_5.size())) : old.at(below(old.size()));
    }

    void send(Client& client, wire::View bytes) {
        while (!bytes.empty()) {
            const std::size_t piece = 1 + below(bytes.size());
            client.connection().receive(bytes.first(piece), broker_.now);
            bytes = bytes.subspan(piece);
        }
    }

    void look_at(Slot& slot) {
        for (const std::string& packet : slot.client->heard()) {
            EXPECT_TRUE(packet == end || std::isxdigit(static_cast<unsigned char>(packet.at(0)))) << packet;
            EXPECT_EQ(packet.find(": "), std::string::npos) << packet;
            ++packets_;
            if (packet == end)
                return slot.client.reset();
        }
    }

    std::mt19937_64 random_;
    Broker broker_;
    std::array<Slot, 4> slots_;
    std::size_t packets_ = 0;
};

TEST(Disorder, IsSurvived) {
    std::size_t packets = 0;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        Disorder disorder(seed);
        disorder.run(500);
        packets += disorder.packets();
    }
    EXPECT_GT(packets, 20'000u);
}

}  // namespace
}  // namespace gauntlet::reference::mqtt::test
