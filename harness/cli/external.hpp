// --listener: a listener that we did not start, and the credentials that the user has for it.
#pragma once

#include <span>
#include <string>

#include "gauntlet/core/scenario.hpp"
#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/plan/subject.hpp"
#include "options.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

// The error that names the profiles that there are.
UsageError unknown_profile(std::span<const core::Scenario> scenarios, const std::string& name);

// Takes the user's clients' CA into `issuer`, so that deviating clients are issued by it. Throws UsageError: files that
// cannot be used, options that do not go together, a profile that no scenario has, a host that is not this machine's
// without --allow-remote.
plan::Subject external_subject(const ListenerOptions& options, std::span<const core::Scenario> scenarios,
                               issue::Issuer& issuer, const std::vector<broker::Adapter>& adapters);

}  // namespace gauntlet::cli
