#include <array>

#include "edit.hpp"
#include "values.hpp"

namespace gauntlet::fuzz::mutate {
namespace {

bool is_length(const Part& part) {
    return part.kind == Kind::text || part.kind == Kind::binary || part.name == Name::remaining_length ||
           part.name == Name::property_length || part.name == Name::will_property_length;
}

template <class Condition>
std::optional<std::size_t> any_part(const Parts& parts, Random& random, Condition condition) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < parts.list.size(); ++i)
        if (condition(parts.list[i]))
            found.push_back(i);
    if (found.empty())
        return std::nullopt;
    return random.pick(found);
}

bool lie(Parts& parts, Random& random) {
    const auto at = any_part(parts, random, is_length);
    if (!at)
        return false;
    constexpr std::array<std::int64_t, 8> lies = {1, -1, 2, -2, 16, 127, -1'000'000, 1'000'000};
    parts.list[*at].lie = random.pick(lies);
    return true;
}

bool widen(Parts& parts, Random& random) {
    const auto at = any_part(parts, random, [](const Part& part) { return part.kind == Kind::variable; });
    if (!at)
        return false;
    parts.list[*at].width = static_cast<std::uint8_t>(1 + random.below(5));
    return true;
}

bool change_any_number(Parts& parts, Random& random) {
    const auto at = any_part(parts, random, [](const Part& part) {
        return part.kind == Kind::byte || part.kind == Kind::two_bytes || part.kind == Kind::four_bytes ||
               (part.kind == Kind::variable && !is_length(part));
    });
    if (!at)
        return false;
    Part& part = parts.list[*at];
    if (part.kind == Kind::byte && random.chance(2))
        part.value ^= 1u << random.below(8);
    else
        part.value = new_number(part.value, largest(part.kind), random);
    return true;
}

bool change_any_content(Parts& parts, Random& random) {
    const auto at = any_part(parts, random, [](const Part& part) {
        return part.kind == Kind::text || part.kind == Kind::binary || part.kind == Kind::raw;
    });
    if (!at)
        return false;
    edit_bytes(parts.list[*at].content, random);
    return true;
}

// From here on the fixed header stays where it is.
std::size_t any_behind_header(const Parts& parts, Random& random) {
    return 2 + random.below(parts.list.size() - 2);
}

bool erase_part(Parts& parts, Random& random) {
    if (parts.list.size() < 3)
        return false;
    parts.erase(any_behind_header(parts, random));
    return true;
}

bool repeat_part(Parts& parts, Random& random) {
    if (parts.list.size() < 3)
        return false;
    const Part copy = parts.list[any_behind_header(parts, random)];
    parts.insert(any_behind_header(parts, random), {copy});
    return true;
}

bool swap_parts(Parts& parts, Random& random) {
    if (parts.list.size() < 4)
        return false;
    const std::size_t one = any_behind_header(parts, random);
    const std::size_t other = any_behind_header(parts, random);
    std::swap(parts.list[one], parts.list[other]);
    return true;
}

bool cut_parts(Parts& parts, Random& random) {
    if (parts.list.size() < 3)
        return false;
    const std::size_t at = any_behind_header(parts, random);
    parts.erase(at, parts.list.size() - at);
    return true;
}

bool append_bytes(Parts& parts, Random& random) {
    Bytes bytes;
    edit_bytes(bytes, random);
    parts.insert(parts.list.size(), {text_part(Name::rest, Kind::raw, bytes)});
    parts.list.back().place = random.chance(4) ? Part::Place::beyond : Part::Place::body;
    return true;
}

constexpr std::array edits =
    std::to_array<Edit>({lie, lie, widen, change_any_number, change_any_number, change_any_content, erase_part,
                         repeat_part, swap_parts, cut_parts, append_bytes});

}  // namespace

std::span<const Edit> damaging_edits() {
    return edits;
}

}  // namespace gauntlet::fuzz::mutate
