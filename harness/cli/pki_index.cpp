#include "pki_index.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "gauntlet/recipe/catalogue.hpp"
#include "gauntlet/recipe/time.hpp"

namespace gauntlet::cli {
namespace {

std::string in_folder(const recipe::Credentials& credentials, std::string_view file) {
    return fmt::format("{}/{}", credentials.name, file);
}

std::string_view role_name(recipe::Role role) {
    return role == recipe::Role::server ? "server" : "client";
}

bool is_own_key(const recipe::Credentials& credentials) {
    return credentials.key_owner().name == credentials.leaf().name;
}

bool is_address(std::string_view host) {
    return host.find(':') != std::string_view::npos || host.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string judgement(const recipe::Credentials& credentials) {
    if (!credentials.fault.empty())
        return fmt::format("`{}`", credentials.fault);
    return is_own_key(credentials) ? "valid" : "valid chain, another certificate's key";
}

std::string trusted_names(const recipe::Credentials& credentials) {
    std::string names;
    for (const recipe::Certificate* anchor : credentials.anchors)
        names += fmt::format("{}{}", names.empty() ? "" : ", ", anchor->name);
    return names;
}

std::string table(recipe::Role role) {
    std::string text = "| folder | what it is | openssl verify | trusted |\n|---|---|---|---|\n";
    for (const recipe::Credentials* credentials : recipe::credentials()) {
        if (credentials->role == role)
            text += fmt::format("| {} | {} | {} | {} |\n", credentials->name, credentials->about,
                                judgement(*credentials), trusted_names(*credentials));
    }
    return text;
}

boost::json::value or_null(std::string text) {
    return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

boost::json::object entry(const recipe::Credentials& credentials, std::chrono::sys_seconds now) {
    boost::json::array trusts;
    for (const recipe::Certificate* anchor : credentials.anchors)
        trusts.emplace_back(anchor->name);
    return {{"name", credentials.name},
            {"about", credentials.about},
            {"role", role_name(credentials.role)},
            {"valid", credentials.fault.empty()},
            {"own_key", is_own_key(credentials)},
            {"fault", or_null(std::string(credentials.fault))},
            {"chain", chain_file(credentials)},
            {"key", key_file(credentials)},
            {"intermediates", or_null(intermediates_file(credentials))},
            {"anchors", anchors_file(credentials)},
            {"trusts", trusts},
            {"crl", or_null(crl_file(credentials))},
            {"host", or_null(std::string(credentials.host))},
            {"verify", verify_command(credentials, now)}};
}

boost::json::object entry(const recipe::Certificate& authority) {
    return {{"name", authority.name},
            {"subject", fmt::format("O = {}, CN = {}", authority.organization, authority.common_name)},
            {"certificate", certificate_file(authority)},
            {"key", key_file(authority)}};
}

boost::json::object entry(const recipe::CrlSet& set) {
    return {{"name", set.name}, {"about", set.about}, {"file", crl_file(set)}};
}

// One entry a line, so that two folders can be compared with diff.
std::string lines(const boost::json::array& entries) {
    std::string text = "[";
    for (const boost::json::value& value : entries)
        text += fmt::format("{}\n    {}", text.size() == 1 ? "" : ",", boost::json::serialize(value));
    return text + "\n  ]";
}

}  // namespace

std::string chain_file(const recipe::Credentials& credentials) {
    return in_folder(credentials, "chain.pem");
}

std::string key_file(const recipe::Credentials& credentials) {
    return in_folder(credentials, "key.pem");
}

std::string intermediates_file(const recipe::Credentials& credentials) {
    return credentials.chain.size() > 1 ? in_folder(credentials, "intermediates.pem") : "";
}

std::string anchors_file(const recipe::Credentials& credentials) {
    return in_folder(credentials, "anchors.pem");
}

std::string crl_file(const recipe::Credentials& credentials) {
    return credentials.crls.empty() ? "" : in_folder(credentials, "crl.pem");
}

std::string certificate_file(const recipe::Certificate& authority) {
    return fmt::format("{}.pem", authority.name);
}

std::string key_file(const recipe::Certificate& authority) {
    return fmt::format("{}-key.pem", authority.name);
}

std::string crl_file(const recipe::CrlSet& set) {
    return fmt::format("{}.pem", set.name);
}

std::string verify_command(const recipe::Credentials& credentials, std::chrono::sys_seconds now) {
    std::string command =
        fmt::format("openssl verify -auth_level 2 -purpose ssl{} -attime {} -trusted {}", role_name(credentials.role),
                    now.time_since_epoch().count(), anchors_file(credentials));
    if (credentials.chain.size() > 1)
        command += fmt::format(" -untrusted {}", intermediates_file(credentials));
    if (!credentials.crls.empty())
        command += fmt::format(" -crl_check_all -CRLfile {}", crl_file(credentials));
    if (!credentials.host.empty())
        command +=
            fmt::format(" {} {}", is_address(credentials.host) ? "-verify_ip" : "-verify_hostname", credentials.host);
    return fmt::format("{} {}", command, chain_file(credentials));
}

std::string mosquitto_configuration(MosquittoListener listener) {
    const bool mutual = listener != MosquittoListener::one_way;
    const bool crl = listener == MosquittoListener::mutual_with_crl;
    std::string text =
        "# Start it in the folder that has INDEX.md. Loopback only.\n"
        "listener 8883 127.0.0.1\n"
        "certfile server/good/chain.pem\n"
        "keyfile server/good/key.pem\n";
    if (mutual)
        text +=
            "cafile ca/clients-root.pem\n"
            "require_certificate true\n"
            "use_identity_as_username true\n";
    if (crl)
        text += "crlfile crl/fresh.pem\n";
    return text +
           "allow_anonymous true\n"
           "log_dest stderr\n"
           "# Started as root, mosquitto becomes another user, who cannot read the private key. Without effect for "
           "others.\n"
           "user root\n";
}

std::string index_markdown(std::uint64_t seed, std::chrono::sys_seconds now) {
    const std::string when = recipe::format_rfc3339(now);
    std::string text =
        fmt::format(R"(# Test PKI

Made by `gauntlet pki make --seed {0} --now {1}`; the same command makes the same bytes.
**For tests only**: every private key follows from the seed. Nothing that matters may trust these authorities.

Servers and clients have different roots: `ca/server-root.pem` is what clients trust, `ca/clients-root.pem` is what a broker trusts.
Each folder below `server/` and `client/` has what one side presents:

- `chain.pem`: the certificates, in the order in which they are sent; `key.pem`: the private key
- `intermediates.pem`: the chain without its first certificate, where there is more than one
- `anchors.pem`: what the other side trusts; `crl.pem`: what it checks revocation with, where it does

`index.json` has the same for programs, with the command that verifies each.

## With mosquitto

Run these in this folder. The first starts a broker on 127.0.0.1:8883 that serves `server/good`, the second asks for client certificates, the third checks them against `crl/fresh.pem` too:

```sh
mosquitto -c mosquitto/one-way.conf
mosquitto -c mosquitto/mutual.conf
mosquitto -c mosquitto/mutual-crl.conf
```

Then, as a client:

```sh
mosquitto_pub -h localhost -p 8883 --cafile ca/server-root.pem --cert client/good/chain.pem --key client/good/key.pem -t greeting -m hello
openssl s_client -connect 127.0.0.1:8883 -verify_hostname localhost -verify_return_error -CAfile ca/server-root.pem -cert client/good/chain.pem -cert_chain client/good/intermediates.pem -key client/good/key.pem </dev/null
```

Another client than `good` shows what the broker refuses. `mosquitto_pub` and `s_client` judge the clock of this machine, not `{1}`.

## With openssl

```sh
{2}
{3}
{4}
```

The third column of the tables is what these commands say: OpenSSL 3.0 at security level 2, without `-x509_strict`. Other verifiers may differ.

)",
                    seed, when, verify_command(recipe::server::good, now), verify_command(recipe::client::expired, now),
                    verify_command(recipe::client::revoked, now));
    text += "## Servers\n\n" + table(recipe::Role::server);
    text += "\n## Clients\n\n" + table(recipe::Role::client);
    text += "\n## Authorities\n\n| certificate | private key | subject |\n|---|---|---|\n";
    for (const recipe::Certificate* authority : recipe::authorities())
        text += fmt::format("| {} | {} | O = {}, CN = {} |\n", certificate_file(*authority), key_file(*authority),
                            authority->organization, authority->common_name);
    text += "\n## CRLs\n\n| file | what it is |\n|---|---|\n";
    for (const recipe::CrlSet* set : recipe::crl_sets())
        text += fmt::format("| {} | {} |\n", crl_file(*set), set->about);
    return text;
}

std::string index_json(std::uint64_t seed, std::chrono::sys_seconds now) {
    boost::json::array authorities;
    for (const recipe::Certificate* authority : recipe::authorities())
        authorities.push_back(entry(*authority));
    boost::json::array credentials;
    for (const recipe::Credentials* presented : recipe::credentials())
        credentials.push_back(entry(*presented, now));
    boost::json::array crls;
    for (const recipe::CrlSet* set : recipe::crl_sets())
        crls.push_back(entry(*set));
    return fmt::format(
        "{{\n  \"schema\": \"gauntlet.pki/1\",\n  \"seed\": {},\n  \"now\": \"{}\",\n  \"authorities\": {},\n"
        "  \"credentials\": {},\n  \"crls\": {}\n}}\n",
        seed, recipe::format_rfc3339(now), lines(authorities), lines(credentials), lines(crls));
}

}  // namespace gauntlet::cli
