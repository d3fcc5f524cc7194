// The names of enumerators as they stand in JSON.
#pragma once

#include <array>
#include <string_view>

#include "gauntlet/core/evidence.hpp"
#include "gauntlet/core/level.hpp"
#include "gauntlet/core/observation.hpp"
#include "gauntlet/core/transport.hpp"
#include "gauntlet/record/run.hpp"

namespace gauntlet::record {

template <class Enum>
struct Names;
template <>
struct Names<core::Level> {
    static constexpr const auto& all = core::level_names;
};
template <>
struct Names<core::Verdict> {
    static constexpr const auto& all = core::verdict_names;
};
template <>
struct Names<core::Layer> {
    static constexpr const auto& all = core::layer_names;
};
template <>
struct Names<core::Kind> {
    static constexpr const auto& all = core::kind_names;
};
template <>
struct Names<core::Transport> {
    static constexpr const auto& all = core::transport_names;
};
template <>
struct Names<core::Aftermath::State> {
    static constexpr const auto& all = core::aftermath_names;
};
template <>
struct Names<Direction> {
    static constexpr const auto& all = direction_names;
};
inline constexpr std::array<std::string_view, 2> fail_on_names{"fail", "weak"};
template <>
struct Names<FailOn> {
    static constexpr const auto& all = fail_on_names;
};
template <>
struct Names<StaleWhy> {
    static constexpr const auto& all = stale_names;
};

}  // namespace gauntlet::record
