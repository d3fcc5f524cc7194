#include "gauntlet/selftest/subject.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace gauntlet::selftest {

namespace {

constexpr std::string_view correct = "reference";

}  // namespace

std::string subject_name(MaybeFlaw flaw) {
    return flaw ? fmt::format("{}+{}", correct, core::name_of(*flaw)) : std::string(correct);
}

MaybeFlaw flaw_of_subject(std::string_view name) {
    if (name == correct)
        return std::nullopt;
    for (std::size_t i = 0; i < core::flaw_count; ++i)
        if (const auto flaw = static_cast<core::Flaw>(i); name == subject_name(flaw))
            return flaw;
    throw std::invalid_argument(fmt::format("'{}' is not the reference broker with a flaw", name));
}

}  // namespace gauntlet::selftest
