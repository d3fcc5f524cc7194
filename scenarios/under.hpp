// A row that runs under one TLS version.
#pragma once

#include "gauntlet/core/scenario.hpp"

namespace gauntlet::scenarios {

constexpr core::Scenario under(core::TlsVersion version, const core::Scenario& s) {
    core::Scenario row = s;
    row.variant = core::slug(version);
    row.stimulus.client.tls.min = version;
    row.stimulus.client.tls.max = version;
    return row;
}

}  // namespace gauntlet::scenarios
