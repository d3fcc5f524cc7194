#include "gauntlet/plan/materials.hpp"

#include <fmt/format.h>

#include <atomic>
#include <exception>
#include <mutex>
#include <set>
#include <thread>

#include "gauntlet/issue/stores.hpp"
#include "seeded.hpp"

namespace gauntlet::plan {

namespace {

using Needed = std::set<const recipe::Credentials*>;

void add(Needed& needed, const core::Client& client) {
    if (client.presents == core::Client::Presents::credentials)
        needed.insert(client.credentials);
}

void add(Needed& needed, const core::Stimulus& stimulus) {
    add(needed, stimulus.client);
    for (const core::NamedClient& other : stimulus.others)
        add(needed, other.client);
}

void add(Needed& needed, const core::Profile& profile) {
    needed.insert(profile.server);
    needed.insert(profile.good_client);
}

}  // namespace

std::vector<const recipe::Credentials*> credentials_of(std::span<const PlannedCell> cells) {
    Needed needed;
    for (const PlannedCell& cell : cells) {
        if (cell.excuse)
            continue;
        const core::Control control = core::control_of(*cell.scenario);
        add(needed, cell.scenario->profile);
        add(needed, cell.scenario->stimulus);
        add(needed, control.stimulus);
        if (control.profile)
            add(needed, *control.profile);
    }
    needed.erase(nullptr);
    return {needed.begin(), needed.end()};
}

namespace {

bool is_rsa(recipe::KeyType key) {
    return key == recipe::KeyType::rsa_1024 || key == recipe::KeyType::rsa_2048 || key == recipe::KeyType::rsa_3072;
}

// Every certificate of the chains and above them, those with slow keys first.
std::vector<const recipe::Certificate*> certificates_of(const std::vector<const recipe::Credentials*>& needed) {
    std::set<const recipe::Certificate*> all;
    for (const recipe::Credentials* credentials : needed) {
        for (const recipe::Certificate* certificate : credentials->chain)
            for (; certificate != nullptr; certificate = certificate->issuer)
                all.insert(certificate);
        all.insert(&credentials->key_owner());
    }
    std::vector<const recipe::Certificate*> sorted(all.begin(), all.end());
    std::stable_partition(sorted.begin(), sorted.end(), [](const auto* c) { return is_rsa(c->key); });
    return sorted;
}

// Calls work(item) for every item on as many threads as there are cores; the first exception is thrown here.
template <typename Item, typename Work>
void on_all_cores(const std::vector<Item>& items, Work work) {
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::exception_ptr error;
    const auto loop = [&] {
        try {
            for (std::size_t i = next++; i < items.size(); i = next++)
                work(items[i]);
        } catch (...) {
            const std::lock_guard lock(mutex);
            error = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 1; i < std::max(2U, std::thread::hardware_concurrency()); ++i)
            threads.emplace_back(loop);
        loop();
    }
    if (error)
        std::rethrow_exception(error);
}

}  // namespace

Materials::Materials(issue::Issuer& issuer, std::span<const PlannedCell> cells)
    : issuer_(issuer),
      user_("user" + seeded_text(issuer.seed(), "user", 8)),
      password_("secret" + seeded_text(issuer.seed(), "password", 16)) {
    issue(cells);
    name_certificates();
}

void Materials::issue(std::span<const PlannedCell> cells) {
    const std::vector<const recipe::Credentials*> needed = credentials_of(cells);
    on_all_cores(certificates_of(needed), [this](const recipe::Certificate* c) { issuer_.certificate(*c); });
    for (const recipe::Credentials* credentials : needed)
        materials_.emplace(credentials, issuer_.material(*credentials));
}

void Materials::name_certificates() {
    for (const auto& [credentials, material] : materials_)
        for (std::size_t i = 0; i < material.chain_der.size(); ++i)
            names_.emplace(material.chain_der[i], credentials->chain[i]->name);
}

const recipe::Material& Materials::of(const recipe::Credentials& credentials) const {
    return materials_.at(&credentials);
}

std::string Materials::name_of(std::string_view der) const {
    const auto name = names_.find(der);
    return name == names_.end() ? std::string() : name->second;
}

broker::ListenerRequest Materials::request(const core::Profile& profile, core::Transport transport) const {
    broker::ListenerRequest request{.profile = profile,
                                    .transport = transport,
                                    .server = {},
                                    .client_anchors_pem = issuer_.anchors_pem(profile.client_anchors),
                                    .crl_pem = issuer_.crls_pem(profile.crls),
                                    .user = user(profile),
                                    .password = password_};
    if (profile.server != nullptr)
        request.server = of(*profile.server);
    request.stores = stores(profile);
    return request;
}

const broker::Stores& Materials::stores(const core::Profile& profile) const {
    const auto made = stores_.find(profile.name);
    return made != stores_.end() ? made->second : stores_.emplace(profile.name, make_stores(profile)).first->second;
}

broker::Stores Materials::make_stores(const core::Profile& profile) const {
    std::vector<std::string> anchors;
    for (const recipe::Certificate* anchor : profile.client_anchors)
        anchors.push_back(issuer_.certificate(*anchor).der);
    const issue::Sealing sealing{issuer_.seed(), profile.name, password_};
    broker::Stores stores{.password = password_,
                          .encrypted_key_pem = {},
                          .pkcs12 = {},
                          .jks = {},
                          .client_ca_pkcs12 = anchors.empty() ? "" : issue::pkcs12_of(anchors, sealing)};
    if (profile.server == nullptr)
        return stores;
    const recipe::Material& server = of(*profile.server);
    stores.encrypted_key_pem = issue::encrypted_key_pem(server, sealing);
    stores.pkcs12 = issue::pkcs12_of(server, sealing);
    stores.jks = issue::jks_of(server, sealing);
    return stores;
}

std::vector<std::string> Materials::anchors_der(const core::Profile& profile) const {
    std::vector<std::string> anchors;
    if (profile.server != nullptr)
        for (const recipe::Certificate* anchor : profile.server->anchors)
            anchors.push_back(issuer_.certificate(*anchor).der);
    return anchors;
}

std::string Materials::user(const core::Profile& profile) const {
    if (profile.identity == core::Identity::common_name && profile.good_client != nullptr)
        return std::string(profile.good_client->leaf().common_name);
    return user_;
}

}  // namespace gauntlet::plan
