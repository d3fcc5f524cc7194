#include "external.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "file_text.hpp"
#include "gauntlet/issue/given.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "url.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

UsageError unknown_profile(std::span<const core::Scenario> scenarios, const std::string& name) {
    std::set<std::string> names;
    for (const core::Scenario& scenario : scenarios)
        if (!core::boots(scenario.stimulus))
            names.insert(scenario.profile.name);
    return UsageError(fmt::format("--profile {}: there is {}", name, fmt::join(names, ", ")));
}

namespace {

// Those of scenarios that start a broker too: the user's listener may be set up so.
const core::Profile& find_profile(std::span<const core::Scenario> scenarios, const std::string& name) {
    for (const core::Scenario& scenario : scenarios)
        if (scenario.profile.name == name)
            return scenario.profile;
    throw unknown_profile(scenarios, name);
}

void check_together(const ListenerOptions& options) {
    const auto both = [](const char* a, const std::string& a_value, const char* b, const std::string& b_value) {
        if (a_value.empty() != b_value.empty())
            throw UsageError(fmt::format("{} and {} belong together; give both or none", a, b));
    };
    both("--cert", options.cert, "--key", options.key);
    both("--client-ca", options.client_ca, "--client-ca-key", options.client_ca_key);
    both("--username", options.username, "--password-file", options.password_file);
    if (options.pki.empty())
        return;
    for (const auto& [name, value] :
         {std::pair{"--ca", &options.ca}, {"--cert", &options.cert}, {"--client-ca", &options.client_ca}})
        if (!value->empty())
            throw UsageError(fmt::format("--pki and {} exclude each other: the folder has everything", name));
}

// Calls `read` and names the option where it fails.
template <typename Read>
auto usable(const std::string& option, const std::string& path, Read read) {
    try {
        return read();
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(fmt::format("{} {}: {}", option, path, error.what()));
    }
}

// The first line, without its end.
std::string password_of(const std::string& path) {
    std::string text = file_text("--password-file", path);
    return text.substr(0, text.find_first_of("\r\n"));
}

void take_clients_ca(const ListenerOptions& options, issue::Issuer& issuer) {
    usable("--client-ca", options.client_ca, [&] {
        issuer.adopt(recipe::clients_root.name, file_text("--client-ca", options.client_ca),
                     file_text("--client-ca-key", options.client_ca_key));
        return true;
    });
}

std::vector<std::string> anchors_of(const core::Profile& profile, issue::Issuer& issuer) {
    std::vector<std::string> anchors;
    for (const recipe::Certificate* anchor : profile.server->anchors)
        anchors.push_back(issuer.certificate(*anchor).der);
    return anchors;
}

// What the user gave in files.
void read_files(const ListenerOptions& options, plan::External& external) {
    if (!options.ca.empty())
        external.anchors_der =
            usable("--ca", options.ca, [&] { return issue::read_certificates(file_text("--ca", options.ca)); });
    if (!options.cert.empty())
        external.good_client = usable("--cert", options.cert, [&] {
            return issue::read_material(file_text("--cert", options.cert), file_text("--key", options.key));
        });
    if (!options.password_file.empty())
        external.password = password_of(options.password_file);
}

broker::UserInputs inputs_of(const ListenerOptions& options, const core::Profile& profile) {
    broker::UserInputs inputs;
    for (const auto& [name, value] : {std::pair{"--ca", &options.ca},
                                      {"--cert", &options.cert},
                                      {"--key", &options.key},
                                      {"--client-ca", &options.client_ca},
                                      {"--client-ca-key", &options.client_ca_key},
                                      {"--username", &options.username},
                                      {"--password-file", &options.password_file},
                                      {"--pki", &options.pki}})
        if (!value->empty())
            inputs.options.insert(name);
    for (const std::string& capability : core::needs(profile))
        inputs.profile_capabilities.insert(capability);
    return inputs;
}

}  // namespace

plan::Subject external_subject(const ListenerOptions& options, std::span<const core::Scenario> scenarios,
                               issue::Issuer& issuer, const std::vector<broker::Adapter>& adapters) {
    const auto adapter = std::find_if(adapters.begin(), adapters.end(), [](const auto& a) { return a.external; });
    if (adapter == adapters.end())
        throw UsageError("--listener: the adapter of listeners that we did not start is missing");
    plan::External external{.url = options.url,
                            .address = parse_url(options.url),
                            .profile = options.profile,
                            .anchors_der = {},
                            .good_client = std::nullopt,
                            .user = options.username,
                            .password = {},
                            .inputs = {},
                            .own_pki = !options.pki.empty(),
                            .allow_disruptive = options.allow_disruptive};
    check_together(options);
    const core::Profile& profile = find_profile(scenarios, options.profile);
    if (!options.allow_remote && !is_loopback(external.address.host))
        throw UsageError(fmt::format("{} is not this machine; --allow-remote says that the listener is yours to test",
                                     external.address.host));
    external.inputs = inputs_of(options, profile);
    read_files(options, external);
    if (!options.client_ca_key.empty())
        take_clients_ca(options, issuer);
    if (external.own_pki)
        external.anchors_der = anchors_of(profile, issuer);
    const bool issues = external.own_pki || !options.client_ca_key.empty();
    if (!external.good_client && profile.good_client != nullptr && issues)
        external.good_client = issuer.material(*profile.good_client);
    return {.adapter = *adapter, .installation = broker::locate(*adapter), .external = std::move(external)};
}

}  // namespace gauntlet::cli
