#include "used_pki.hpp"

#include <set>

#include "gauntlet/plan/materials.hpp"
#include "new_file.hpp"
#include "pki_index.hpp"

namespace gauntlet::cli {

void write_credentials(const std::filesystem::path& folder, const recipe::Credentials& credentials,
                       issue::Issuer& issuer) {
    const recipe::Material material = issuer.material(credentials);
    write_new_file(folder / chain_file(credentials), material.chain_pem, public_mode);
    if (!material.key_pem.empty())
        write_new_file(folder / key_file(credentials), material.key_pem, secret_mode);
    const std::span anchors(credentials.anchors.begin(), credentials.anchors.end());
    write_new_file(folder / anchors_file(credentials), issuer.anchors_pem(anchors), public_mode);
}

void write_used_pki(const std::filesystem::path& folder, const plan::Composition& composition, issue::Issuer& issuer) {
    for (const recipe::Credentials* credentials : plan::credentials_of(composition.cells))
        write_credentials(folder, *credentials, issuer);
    std::set<std::string> written;
    for (const plan::PlannedCell& cell : composition.cells) {
        const core::Profile& profile = cell.scenario->profile;
        if (!cell.excuse && !profile.crls.empty() && written.insert(profile.name).second)
            write_new_file(folder / "crl" / (profile.name + ".pem"), issuer.crls_pem(profile.crls), public_mode);
    }
}

}  // namespace gauntlet::cli
