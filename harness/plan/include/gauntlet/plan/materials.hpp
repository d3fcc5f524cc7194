// Everything that the cells of a composition present, serve and trust, issued before the first one runs.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/broker/listener.hpp"
#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/plan/composition.hpp"

namespace gauntlet::plan {

// What the cells that have no excuse present and serve, each once.
std::vector<const recipe::Credentials*> credentials_of(std::span<const PlannedCell> cells);

class Materials {
  public:
    // Issues on as many threads as there are cores: RSA keys take 50 to 300 ms each.
    Materials(issue::Issuer& issuer, std::span<const PlannedCell> cells);

    const recipe::Material& of(const recipe::Credentials& credentials) const;
    // The recipe's name of a certificate; "" where it is of none.
    std::string name_of(std::string_view der) const;

    broker::ListenerRequest request(const core::Profile& profile, core::Transport transport) const;
    std::string crls_pem(const std::vector<const recipe::Crl*>& crls) const { return issuer_.crls_pem(crls); }
    std::vector<std::string> anchors_der(const core::Profile& profile) const;
    // The good user of the profile: its certificate's common name where that is the identity.
    std::string user(const core::Profile& profile) const;
    const std::string& password() const { return password_; }

  private:
    void issue(std::span<const PlannedCell> cells);
    void name_certificates();
    broker::Stores make_stores(const core::Profile& profile) const;
    const broker::Stores& stores(const core::Profile& profile) const;

    issue::Issuer& issuer_;
    std::map<const recipe::Credentials*, recipe::Material> materials_;
    std::map<std::string, std::string, std::less<>> names_;  // by DER
    // By profile: each takes thousands of rounds of hashing, and a profile is asked for with every broker's start.
    mutable std::map<std::string, broker::Stores, std::less<>> stores_;
    std::string user_;
    std::string password_;
};

}  // namespace gauntlet::plan
