// Law 7: a capability that an adapter declares absent turns exactly those scenarios into `unsupported` that need it,
// with the adapter's reason.
#include "gauntlet/core/capability.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/plan/composition.hpp"
#include "gauntlet/plan/subject.hpp"
#include "gauntlet/scenarios/catalogue.hpp"

namespace gauntlet::plan {
namespace {

using core::Profile;
using core::Scenario;
using core::TlsVersion;

const std::vector<Scenario>& scenarios() {
    static const std::vector<Scenario> list = scenarios::all();
    return list;
}

bool names(const Scenario& scenario, const char* capability) {
    return std::find(scenario.capabilities.begin(), scenario.capabilities.end(), capability) !=
           scenario.capabilities.end();
}

bool required(const Profile& profile) {
    return profile.client_authentication == core::ClientAuthentication::required;
}

bool is_issued_below(const core::Client& client, const Profile& profile) {
    if (client.presents != core::Client::Presents::credentials)
        return false;
    const recipe::Certificate* certificate = &client.credentials->leaf();
    while (certificate != nullptr &&
           std::count(profile.client_anchors.begin(), profile.client_anchors.end(), certificate) == 0)
        certificate = certificate->issuer;
    return certificate != nullptr;
}

bool presents_what_must_be_issued(const Scenario& scenario) {
    bool found = is_issued_below(scenario.stimulus.client, scenario.profile);
    for (const core::NamedClient& other : scenario.stimulus.others)
        found = found || is_issued_below(other.client, scenario.profile);
    return found;
}

// Who needs a capability, said a second time. What is not here is needed by those alone that name it.
template <typename Kind>
bool has_step(const Scenario& scenario) {
    return std::any_of(scenario.stimulus.steps.begin(), scenario.stimulus.steps.end(),
                       [](const core::Step& step) { return std::holds_alternative<Kind>(step); });
}

const std::map<std::string_view, std::function<bool(const Scenario&)>> needers{
    {"own-pki", [](const Scenario& s) { return s.profile.server != nullptr; }},
    {"key-inside-pem", [](const Scenario& s) { return s.profile.key_form == core::KeyForm::inside_pem; }},
    {"encrypted-key", [](const Scenario& s) { return s.profile.key_form == core::KeyForm::encrypted; }},
    {"pkcs12", [](const Scenario& s) { return s.profile.key_form == core::KeyForm::pkcs12; }},
    {"jks", [](const Scenario& s) { return s.profile.key_form == core::KeyForm::jks; }},
    {"client-authentication", [](const Scenario& s) { return required(s.profile); }},
    {"ca-without-require", [](const Scenario& s) { return !required(s.profile) && !s.profile.client_anchors.empty(); }},
    {"client-ca", presents_what_must_be_issued},
    {"good-client", [](const Scenario& s) { return s.profile.good_client != nullptr; }},
    {"crl", [](const Scenario& s) { return !s.profile.crls.empty(); }},
    {"min-version-1-0", [](const Scenario& s) { return s.profile.min_version == TlsVersion::tls_1_0; }},
    {"min-version-1-1", [](const Scenario& s) { return s.profile.min_version == TlsVersion::tls_1_1; }},
    {"min-version-1-2", [](const Scenario& s) { return s.profile.min_version == TlsVersion::tls_1_2; }},
    {"min-version-1-3", [](const Scenario& s) { return s.profile.min_version == TlsVersion::tls_1_3; }},
    {"suites", [](const Scenario& s) { return !s.profile.suites.empty(); }},
    {"suites-1-3", [](const Scenario& s) { return !s.profile.suites_13.empty(); }},
    {"legacy", [](const Scenario& s) { return s.profile.legacy; }},
    {"password", [](const Scenario& s) { return s.profile.access == core::Access::password; }},
    {"identity-common-name", [](const Scenario& s) { return s.profile.identity == core::Identity::common_name; }},
    {"access-by-user", [](const Scenario& s) { return s.profile.own_topics_only; }},
    {"second-listener", [](const Scenario& s) { return s.profile.second_listener; }},
    {"plain-listener", [](const Scenario& s) { return s.profile.plain_listener; }},
    {"one-way-listener", [](const Scenario& s) { return s.profile.one_way_listener; }},
    {"reload", has_step<core::Reload>},
    {"resources", has_step<core::Measure>},
    {"restart", [](const Scenario& s) { return core::boots(s.stimulus); }},
};

bool needs(const Scenario& scenario, std::string_view capability) {
    const auto needer = needers.find(capability);
    return names(scenario, std::string(capability).c_str()) || (needer != needers.end() && needer->second(scenario));
}

Subject able_broker() {
    Subject subject;
    subject.adapter = broker::load_adapter(GAUNTLET_ADAPTERS, "reference");
    for (auto& [name, declared] : subject.adapter.capabilities)
        declared = {};
    return subject;
}

std::vector<PlannedCell> cells_on(const Subject& subject) {
    const std::vector<Candidate> candidates{candidate_of(subject)};
    return compose(scenarios(), candidates, {}).cells;
}

std::string test_name(const testing::TestParamInfo<core::Capability>& info) {
    std::string name(info.param.name);
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

class Capability : public testing::TestWithParam<core::Capability> {};

TEST_P(Capability, WhereItIsAbsentThoseThatNeedItAreUnsupportedAndNoOthers) {
    const std::string reason = "the test says so";
    Subject subject = able_broker();
    subject.adapter.capabilities.at(std::string(GetParam().name)).reason = reason;
    std::size_t unsupported = 0;
    for (const PlannedCell& cell : cells_on(subject)) {
        const bool needed = needs(*cell.scenario, GetParam().name);
        unsupported += needed ? 1 : 0;
        ASSERT_EQ(cell.excuse.has_value(), needed) << cell.id;
        if (!needed)
            continue;
        EXPECT_EQ(cell.excuse->verdict, core::Verdict::unsupported) << cell.id;
        EXPECT_NE(cell.excuse->reason.find(reason), std::string::npos) << cell.id << ": " << cell.excuse->reason;
        EXPECT_FALSE(cell.instance) << cell.id;
    }
    EXPECT_GT(unsupported, 0U) << "no scenario needs it";
}

INSTANTIATE_TEST_SUITE_P(Laws, Capability, testing::ValuesIn(core::capabilities), test_name);

TEST(Capabilities, ABrokerThatCanDoEverythingIsExcusedFromNothing) {
    const Subject subject = able_broker();
    const std::vector<PlannedCell> cells = cells_on(subject);
    EXPECT_GT(cells.size(), 400U);
    for (const PlannedCell& cell : cells)
        EXPECT_FALSE(cell.excuse) << cell.id;
}

}  // namespace
}  // namespace gauntlet::plan
