#include "gauntlet/wire/notation/notation.hpp"

#include "check.hpp"

namespace gauntlet::fuzz::properties {

void notation(Input input) {
    // A few characters may stand for 300 MiB, which are right and slow.
    constexpr std::uint64_t largest = 64 * 1024;
    const auto items = wire::notation::parse(text_of(input));
    if (!items) {
        check(is_one_line(items.error().text()), "an error of notation is one line");
        return check(items.error().line >= 1 && items.error().column >= 1, "an error of notation has a place");
    }
    const std::string printed = wire::notation::print(*items);
    const auto again = wire::notation::parse(printed);
    check(static_cast<bool>(again), "printed notation is notation");
    check(*again == *items, "printed notation is the same");
    check(wire::notation::print(*again) == printed, "notation is printed in one way");
    const std::uint64_t size = wire::notation::size(*items);
    check(size <= wire::notation::maximum_size, "notation has a largest size");
    if (size <= largest)
        check(wire::notation::flatten(*items).size() == size, "the size of notation is that of its bytes");
}

}  // namespace gauntlet::fuzz::properties
