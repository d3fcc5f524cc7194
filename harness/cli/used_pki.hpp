// The folder pki/ of a run: what its cells presented, served and trusted, for those who repeat one by hand.
#pragma once

#include <filesystem>

#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/plan/composition.hpp"

namespace gauntlet::cli {

// One of them: its chain, its private key and its anchors.
void write_credentials(const std::filesystem::path& folder, const recipe::Credentials& credentials,
                       issue::Issuer& issuer);

// The same names as in what `pki make` writes. Private keys have mode 0600. Throws std::system_error.
void write_used_pki(const std::filesystem::path& folder, const plan::Composition& composition, issue::Issuer& issuer);

}  // namespace gauntlet::cli
