#include "pki_inspect.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>

#include "gauntlet/recipe/time.hpp"
#include "gauntlet/record/print.hpp"
#include "usage.hpp"

namespace gauntlet::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

bool has(const std::optional<std::vector<std::string>>& usages, std::string_view usage) {
    return usages.has_value() && std::ranges::find(*usages, usage) != usages->end();
}

void check_time(std::vector<std::string>& found, const issue::CertificateFacts& facts, const InspectRequest& request) {
    const auto left = std::chrono::floor<std::chrono::days>(facts.not_after - request.now);
    if (facts.not_before > request.now)
        found.push_back(fmt::format("not valid before {}", recipe::format_rfc3339(facts.not_before)));
    if (facts.not_after < request.now)
        found.push_back(fmt::format("expired on {}", recipe::format_rfc3339(facts.not_after)));
    else if (facts.not_after < request.now + request.warn)
        found.push_back(
            fmt::format("expires in {} days, on {}", left.count(), recipe::format_rfc3339(facts.not_after)));
}

void check_strength(std::vector<std::string>& found, const issue::CertificateFacts& facts) {
    const bool rsa = facts.key.starts_with("RSA");
    if (rsa && facts.key_bits < 2048)
        found.push_back(fmt::format("RSA key of {} bits; at least 2048 (RFC 9325 4.5)", facts.key_bits));
    if (facts.key == "EC" && facts.key_bits < 256)
        found.push_back(fmt::format("EC key of {} bits; at least 256", facts.key_bits));
    if (facts.key == "unreadable")
        found.emplace_back("the public key cannot be read");
    if (!facts.self_signed && (facts.digest == "SHA1" || facts.digest == "MD5"))
        found.push_back(fmt::format("signed with {}; SHA-256 or better (RFC 9325 4.5)", facts.digest));
    if (!facts.algorithms_match)
        found.emplace_back("names two signature algorithms, inside and outside of the signed part (RFC 5280 4.1.1.2)");
}

void check_form(std::vector<std::string>& found, const issue::CertificateFacts& facts) {
    if (facts.version != 3)
        found.push_back(fmt::format("X.509 version {}: it has no extensions (RFC 5280 4.1.2.1)", facts.version));
    for (const std::string& oid : facts.unknown_critical)
        found.push_back(fmt::format("unknown critical extension {} (RFC 5280 4.2)", oid));
}

void check_leaf(std::vector<std::string>& found, const issue::CertificateFacts& facts) {
    if (facts.key_usage.has_value() && !has(facts.key_usage, "digitalSignature"))
        found.emplace_back("keyUsage without digitalSignature: no TLS 1.3 with it (RFC 8446 4.4.2.2)");
    const bool server = has(facts.extended_usage, "serverAuth");
    const bool client = has(facts.extended_usage, "clientAuth");
    if (facts.extended_usage.has_value() && !server && !client)
        found.emplace_back("extendedKeyUsage without serverAuth and clientAuth (RFC 5280 4.2.1.12)");
    if (server && facts.names.empty())
        found.emplace_back("a server certificate without subjectAltName: the common name does not count (RFC 9525 2)");
}

void check_authority(std::vector<std::string>& found, const issue::CertificateFacts& facts) {
    if (facts.version == 3 && !facts.ca)
        found.emplace_back(facts.has_basic_constraints
                               ? "issued another certificate and has basicConstraints cA FALSE (RFC 5280 4.2.1.9)"
                               : "issued another certificate and has no basicConstraints (RFC 5280 4.2.1.9)");
    if (facts.key_usage.has_value() && !has(facts.key_usage, "keyCertSign"))
        found.emplace_back("issued another certificate and its keyUsage lacks keyCertSign (RFC 5280 4.2.1.3)");
}

std::string link_finding(issue::Link link) {
    switch (link) {
        case issue::Link::other_issuer:
            return "the next certificate in the file did not issue this one (RFC 8446 4.4.2)";
        case issue::Link::bad_signature:
            return "the next certificate in the file has the issuer's name, but the signature is not by its key";
        case issue::Link::last:
        case issue::Link::issued_by_next:
            break;
    }
    return "";
}

std::string usages_text(const std::optional<std::vector<std::string>>& usages) {
    return usages.has_value() ? fmt::format("{}", fmt::join(*usages, ", ")) : "no such extension";
}

std::string text_of(const issue::CertificateFacts& facts) {
    std::string authority = facts.ca ? "CA" : "not a CA";
    if (facts.path_length.has_value())
        authority += fmt::format(", path length {}", *facts.path_length);
    return fmt::format(
        "  subject         {}\n  issuer          {}{}\n  names           {}\n  valid           {} to {}\n"
        "  key             {}, {} bits\n  signature       {}\n  keyUsage        {}\n  extKeyUsage     {}\n"
        "  authority       {}\n  serial          {}\n  sha256          {}\n",
        facts.subject, facts.issuer, facts.self_signed ? " (self-signed)" : "",
        facts.names.empty() ? "none" : fmt::format("{}", fmt::join(facts.names, ", ")),
        recipe::format_rfc3339(facts.not_before), recipe::format_rfc3339(facts.not_after), facts.key, facts.key_bits,
        facts.signature, usages_text(facts.key_usage), usages_text(facts.extended_usage), authority, facts.serial,
        facts.fingerprint);
}

std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file || fs::is_directory(path))
        throw UsageError(fmt::format("{}: cannot be read: {}", path.string(),
                                     fs::is_directory(path) ? "it is a folder" : std::strerror(errno)));
    return {std::istreambuf_iterator<char>(file), {}};
}

issue::InspectedFile read(const fs::path& path) {
    const std::string content = content_of(path);
    try {
        return issue::inspect(content);
    } catch (const std::runtime_error& error) {
        throw UsageError(fmt::format("{}: {}; give a PEM or DER file with certificates", path.string(), error.what()));
    }
}

// The file that a private key is in, as the system sees it.
struct KeyFile {
    std::string mode;  // octal: "0600"
    std::string owner;
    std::string group;
    bool others = false;  // than the owner may read it
};

std::string user_name(uid_t user) {
    const passwd* entry = ::getpwuid(user);
    return entry != nullptr ? entry->pw_name : std::to_string(user);
}

std::string group_name(gid_t group) {
    const ::group* entry = ::getgrgid(group);
    return entry != nullptr ? entry->gr_name : std::to_string(group);
}

std::optional<KeyFile> key_file_of(const issue::InspectedFile& file, const fs::path& path) {
    struct stat status {};
    if (!file.private_key || ::stat(path.c_str(), &status) != 0)
        return std::nullopt;
    return KeyFile{.mode = fmt::format("{:04o}", status.st_mode & 07777U),
                   .owner = user_name(status.st_uid),
                   .group = group_name(status.st_gid),
                   .others = (status.st_mode & (S_IRWXG | S_IRWXO)) != 0};
}

std::vector<std::string> key_findings(const issue::InspectedFile& file, const std::optional<KeyFile>& key,
                                      const fs::path& path) {
    std::vector<std::string> found;
    if (file.key_fits.has_value() && !*file.key_fits)
        found.emplace_back("the private key in the file does not belong to the first certificate");
    if (key && key->others)
        found.push_back(
            fmt::format("others than the owner may read the private key in the file: chmod 600 {}", path.string()));
    return found;
}

json::value list(const std::optional<std::vector<std::string>>& texts) {
    return texts ? json::value_from(*texts) : json::value(nullptr);
}

json::object json_of(const issue::CertificateFacts& facts, const InspectRequest& request) {
    json::object object{{"subject", facts.subject},
                        {"issuer", facts.issuer},
                        {"self_signed", facts.self_signed},
                        {"names", json::value_from(facts.names)},
                        {"not_before", recipe::format_rfc3339(facts.not_before)},
                        {"not_after", recipe::format_rfc3339(facts.not_after)},
                        {"days_left", std::chrono::floor<std::chrono::days>(facts.not_after - request.now).count()},
                        {"key", facts.key},
                        {"key_bits", facts.key_bits},
                        {"signature", facts.signature},
                        {"key_usage", list(facts.key_usage)},
                        {"extended_key_usage", list(facts.extended_usage)},
                        {"ca", facts.ca}};
    object["path_length"] = facts.path_length ? json::value(*facts.path_length) : json::value(nullptr);
    object["serial"] = facts.serial;
    object["sha256"] = facts.fingerprint;
    return object;
}

// Of one file or one listener, in the order in which it is told.
class Report {
  public:
    Report(std::string target, const InspectRequest& request) : target_(std::move(target)), request_(request) {}

    void add(const issue::InspectedFile& file, std::size_t i) {
        const issue::CertificateFacts& facts = file.certificates[i];
        text_ += fmt::format("certificate {} of {}\n{}", i + 1, file.certificates.size(), text_of(facts));
        std::vector<std::string> found = findings(facts, i == 0 && !facts.ca, request_);
        if (i == 0 && file.host_fits == false)
            found.emplace_back("none of its names is the one that the URL asks for (RFC 9525 6.1)");
        if (i > 0 && file.links[i - 1] == issue::Link::issued_by_next)
            check_authority(found, facts);
        if (std::string finding = link_finding(file.links[i]); !finding.empty())
            found.push_back(std::move(finding));
        json::object object = json_of(facts, request_);
        object["findings"] = told(found);
        certificates_.emplace_back(std::move(object));
    }

    void add(const KeyFile& key) {
        text_ +=
            fmt::format("private key\n  file            mode {}, owner {}, group {}\n", key.mode, key.owner, key.group);
        key_ = json::object{{"mode", key.mode}, {"owner", key.owner}, {"group", key.group}};
    }
    void add(const std::vector<std::string>& found) { findings_ = told(found); }

    Inspection take() {
        const bool good = count_ == 0;
        text_ += good ? "good\n" : fmt::format("{} wrong\n", count_);
        const json::object object{{"schema", "gauntlet.inspection/1"},
                                  {"target", target_},
                                  {"good", good},
                                  {"certificates", std::move(certificates_)},
                                  {"private_key", std::move(key_)},
                                  {"findings", std::move(findings_)}};
        return {.text = std::move(text_), .json = record::print(object), .good = good};
    }

  private:
    json::array told(const std::vector<std::string>& found) {
        json::array all;
        for (const std::string& finding : found) {
            text_ += fmt::format("  wrong           {}\n", finding);
            all.emplace_back(finding);
        }
        count_ += found.size();
        return all;
    }

    std::string target_;
    const InspectRequest& request_;
    std::string text_;
    json::array certificates_;
    json::array findings_;
    json::value key_;  // null: there is none
    std::size_t count_ = 0;
};

}  // namespace

std::vector<std::string> findings(const issue::CertificateFacts& facts, bool leaf, const InspectRequest& request) {
    std::vector<std::string> found;
    check_time(found, facts, request);
    check_strength(found, facts);
    check_form(found, facts);
    if (leaf)
        check_leaf(found, facts);
    return found;
}

Inspection inspect(const InspectRequest& request) {
    const issue::InspectedFile file = read(request.file);
    Report report(request.file.string(), request);
    for (std::size_t i = 0; i < file.certificates.size(); ++i)
        report.add(file, i);
    const std::optional<KeyFile> key = key_file_of(file, request.file);
    if (key)
        report.add(*key);
    report.add(key_findings(file, key, request.file));
    return report.take();
}

Inspection inspect_served(const std::string& url, const std::string& host, const std::vector<std::string>& chain_der,
                          const InspectRequest& request) {
    const issue::InspectedFile served = issue::inspect(chain_der, host);
    Report report(url, request);
    for (std::size_t i = 0; i < served.certificates.size(); ++i)
        report.add(served, i);
    return report.take();
}

}  // namespace gauntlet::cli
