#include "reference_profile.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>
#include <system_error>

#include "gauntlet/core/nearest.hpp"
#include "gauntlet/core/scenario.hpp"
#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/scenarios/catalogue.hpp"
#include "gauntlet/wire/tables/cipher_suites.hpp"
#include "inputs.hpp"
#include "new_file.hpp"
#include "pki_folder.hpp"
#include "pki_index.hpp"
#include "pki_input.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

namespace fs = std::filesystem;
using core::Transport;

constexpr const char* default_pki = "gauntlet-reference-pki";

core::Profile profile_named(const std::string& name) {
    std::set<std::string> names;
    for (const core::Scenario& scenario : scenarios::all()) {
        if (scenario.profile.name == name)
            return scenario.profile;
        names.insert(scenario.profile.name);
    }
    const std::vector<std::string> known(names.begin(), names.end());
    throw UsageError(fmt::format("--profile {}: the nearest is {}; there is {}", name,
                                 core::nearest(name, known, 1).front(), fmt::join(known, ", ")));
}

fs::path pki_of(const ReferenceProfile& wanted) {
    if (!wanted.pki.empty())
        return wanted.pki;
    fs::path folder = wanted.out.empty() ? default_pki : wanted.out;
    if (!fs::exists(folder / "index.json")) {
        fmt::print(stderr, "gauntlet: making a PKI in {}\n", folder.string());
        make_pki_folder(folder, seed_of({}), clock_now());
    }
    return folder;
}

fs::path temporary_folder() {
    std::string name = (fs::temp_directory_path() / "gauntlet-reference-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::system_error(errno, std::generic_category(), "cannot make " + name);
    return name;
}

std::string openssl_list(const std::vector<std::uint16_t>& suites) {
    std::vector<std::string_view> names;
    for (const std::uint16_t suite : suites)
        names.push_back(wire::tls::openssl_name(suite));
    return fmt::format("{}", fmt::join(names, ":"));
}

reference::User drawn_user() {
    std::random_device device;
    return {.name = "gauntlet", .password = fmt::format("{:08x}{:08x}", device(), device())};
}

std::string good_user(const core::Profile& profile) {
    const bool by_certificate = profile.identity == core::Identity::common_name && profile.good_client != nullptr;
    return by_certificate ? std::string(profile.good_client->leaf().common_name) : "";
}

}  // namespace

ProfileFiles::ProfileFiles(const ReferenceProfile& wanted)
    : wanted_(wanted), profile_(profile_named(wanted.name)), pki_(pki_of(wanted)), folder_(temporary_folder()) {
    if (profile_.access == core::Access::password)
        user_ = drawn_user();
    write_files();
}

ProfileFiles::~ProfileFiles() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

// Issued anew: the folder's seed and time make the same bytes again.
void ProfileFiles::write_files() {
    const PkiInputs inputs = read_pki_inputs(pki_.string());
    issue::Issuer issuer(inputs.seed, inputs.now);
    const recipe::Material server = issuer.material(*profile_.server);
    write_new_file(folder_ / "chain.pem", server.chain_pem, public_mode);
    write_new_file(folder_ / "key.pem", server.key_pem, secret_mode);
    if (!profile_.client_anchors.empty())
        write_new_file(folder_ / "clients-ca.pem", issuer.anchors_pem(profile_.client_anchors), public_mode);
    if (!profile_.crls.empty())
        write_new_file(folder_ / "crl.pem", issuer.crls_pem(profile_.crls), public_mode);
}

reference::ListenerSettings ProfileFiles::listener(Transport transport, int offset) const {
    reference::ListenerSettings result;
    result.name = core::to_string(transport);
    result.transport = transport;
    result.port = wanted_.port == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(wanted_.port + offset);
    result.certificate_chain = folder_ / "chain.pem";
    result.key = folder_ / "key.pem";
    if (!profile_.client_anchors.empty())
        result.client_ca = folder_ / "clients-ca.pem";
    if (!profile_.crls.empty())
        result.crl = folder_ / "crl.pem";
    result.require_certificate = profile_.client_authentication == core::ClientAuthentication::required;
    result.min_version = profile_.min_version;
    result.suites = openssl_list(profile_.suites);
    result.suites_13 = openssl_list(profile_.suites_13);
    result.legacy = profile_.legacy;
    result.identity_common_name = profile_.identity == core::Identity::common_name;
    result.own_topics_only = profile_.own_topics_only;
    if (profile_.access == core::Access::password)
        result.users.push_back(user_);
    return result;
}

reference::Settings ProfileFiles::settings() const {
    reference::Settings result;
    int offset = 0;
    result.listeners.push_back(listener(Transport::mqtts, offset++));
    result.listeners.push_back(listener(Transport::wss, offset++));
    if (profile_.second_listener)
        result.listeners.push_back(listener(Transport::mqtts, offset++));
    if (profile_.one_way_listener) {
        reference::ListenerSettings& open = result.listeners.emplace_back(listener(Transport::mqtts, offset++));
        open.name += "-one-way";
        open.require_certificate = false;
        open.client_ca.clear();
        open.crl.clear();
        open.identity_common_name = false;
    }
    if (profile_.plain_listener)
        result.listeners.push_back(listener(Transport::mqtt, offset++));
    return result;
}

ClientSide ProfileFiles::client(std::uint16_t port) const {
    ClientSide client;
    client.port = port;
    client.anchors = pki_ / anchors_file(*profile_.server);
    if (profile_.good_client != nullptr) {
        client.chain = pki_ / chain_file(*profile_.good_client);
        client.key = pki_ / key_file(*profile_.good_client);
    }
    client.user = user_.name;
    client.password = user_.password;
    if (profile_.own_topics_only)
        client.topic = fmt::format("gauntlet/{}/t", user_.name.empty() ? good_user(profile_) : user_.name);
    return client;
}

std::string ProfileFiles::instructions(const std::vector<std::uint16_t>& ports) const {
    const reference::Settings all = settings();
    std::string text = fmt::format("profile {}, PKI {}\n", profile_.name, pki_.string());
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const reference::ListenerSettings& one = all.listeners[i];
        text += fmt::format("{}://{}:{}{}\n", core::to_string(one.transport), one.host, ports[i],
                            core::has_websocket(one.transport) ? one.websocket_path : "");
    }
    return text + mosquitto_pub(client(ports.front())) + "\n";
}

}  // namespace gauntlet::cli
