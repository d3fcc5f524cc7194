#include "gauntlet/recipe/catalogue.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace gauntlet::recipe {
namespace {

std::string header(const std::string& name) {
    std::ifstream file(std::string(GAUNTLET_RECIPES) + "/include/gauntlet/recipe/catalogue/" + name + ".hpp");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t definitions(const std::string& header_name, const std::string& type) {
    const std::string text = header(header_name);
    const std::regex definition("^inline constexpr " + type + " \\w+", std::regex::multiline);
    return static_cast<std::size_t>(
        std::distance(std::sregex_iterator(text.begin(), text.end(), definition), std::sregex_iterator()));
}

// Every certificate that something of the catalogue leads to, by name.
class Reachable {
  public:
    Reachable() {
        for (const Certificate* authority : authorities())
            visit(authority);
        for (const Credentials* presented : credentials()) {
            for (const Certificate* link : presented->chain)
                visit(link);
            for (const Certificate* anchor : presented->anchors)
                visit(anchor);
            visit(&presented->key_owner());
        }
        for (const Crl* list : crls()) {
            visit(list->issuer);
            for (const Certificate* revoked : list->revoked)
                visit(revoked);
        }
    }

    const std::map<std::string_view, const Certificate*>& by_name() const { return by_name_; }

  private:
    void visit(const Certificate* certificate) {
        if (certificate == nullptr)
            return;
        const auto [found, is_new] = by_name_.emplace(certificate->name, certificate);
        EXPECT_EQ(found->second, certificate) << "two certificates have the name " << certificate->name;
        if (!is_new)
            return;
        visit(certificate->issuer);
        visit(certificate->impersonates);
    }

    std::map<std::string_view, const Certificate*> by_name_;
};

bool is_path(std::string_view name) {
    static const std::regex form("[a-z0-9-]+(/[a-z0-9-]+)+");
    return std::regex_match(name.begin(), name.end(), form);
}

TEST(Catalogue, CertificateNamesAreUniquePaths) {
    const Reachable reachable;
    EXPECT_GT(reachable.by_name().size(), 100U);
    for (const auto& [name, certificate] : reachable.by_name())
        EXPECT_TRUE(is_path(name)) << name;
}

// One key under two names would be one identity, and one subject under two keys is only for impostors.
TEST(Catalogue, AuthoritiesHaveSubjectsOfTheirOwn) {
    const Reachable reachable;
    std::map<std::string_view, std::string_view> subjects;
    for (const auto& [name, certificate] : reachable.by_name()) {
        if ((certificate->key_usage & key_cert_sign) == 0 || certificate->impersonates != nullptr)
            continue;
        const auto [found, is_new] = subjects.emplace(certificate->common_name, name);
        EXPECT_TRUE(is_new) << name << " and " << found->second << " are both " << certificate->common_name;
    }
}

TEST(Catalogue, ImpostorsSayWhomTheyImpersonate) {
    const Reachable reachable;
    for (const auto& [name, certificate] : reachable.by_name()) {
        if (certificate->impersonates != nullptr) {
            EXPECT_EQ(certificate->common_name, certificate->impersonates->common_name) << name;
        }
    }
}

TEST(Catalogue, CredentialsAreNamedAfterTheirRole) {
    std::set<std::string_view> names;
    for (const Credentials* presented : credentials()) {
        EXPECT_TRUE(names.insert(presented->name).second) << presented->name << " is there twice";
        EXPECT_TRUE(is_path(presented->name)) << presented->name;
        const std::string_view folder = presented->role == Role::server ? "server/" : "client/";
        EXPECT_TRUE(presented->name.starts_with(folder)) << presented->name;
    }
}

TEST(Catalogue, CredentialsAreComplete) {
    for (const Credentials* presented : credentials()) {
        SCOPED_TRACE(std::string(presented->name));
        EXPECT_FALSE(presented->chain.empty());
        EXPECT_FALSE(presented->anchors.empty());
        EXPECT_TRUE(presented->about.ends_with('.'));
        EXPECT_TRUE(presented->fault.empty() || presented->fault.starts_with("X509_V_ERR_"));
        EXPECT_TRUE(presented->role == Role::server || presented->host.empty());
    }
}

TEST(Catalogue, NothingDefinedIsMissingFromTheLists) {
    EXPECT_EQ(credentials().size(), definitions("server", "Credentials") + definitions("client", "Credentials"));
    EXPECT_EQ(authorities().size(), definitions("authorities", "Certificate"));
    EXPECT_EQ(crls().size(), definitions("revocation", "Crl"));
    EXPECT_EQ(crl_sets().size(), definitions("revocation", "CrlSet"));
    EXPECT_GT(credentials().size(), 100U);
}

// A leaf or authority that nobody presents would never be issued.
TEST(Catalogue, EveryCertificateIsUsed) {
    std::size_t defined = 0;
    for (const char* name : {"authorities", "revocation", "server", "client"})
        defined += definitions(name, "Certificate");
    EXPECT_EQ(Reachable().by_name().size(), defined);
}

TEST(Catalogue, CredentialsAreFoundByName) {
    EXPECT_EQ(find_credentials("client/expired"), &client::expired);
    EXPECT_EQ(find_credentials("server/good"), &server::good);
    EXPECT_EQ(find_credentials("client/nobody"), nullptr);
    EXPECT_EQ(find_credentials(""), nullptr);
}

TEST(Catalogue, OnlyAValidChainWithItsOwnKeyIsAcceptable) {
    EXPECT_TRUE(client::good.acceptable());
    EXPECT_TRUE(client::shuffled.acceptable());
    EXPECT_FALSE(client::wrong_key.acceptable());
    EXPECT_FALSE(client::reversed.acceptable());
    EXPECT_FALSE(client::expired.acceptable());
}

TEST(Catalogue, ServersAndClientsHaveDifferentRoots) {
    const auto root_of = [](const Certificate& leaf) {
        const Certificate* step = &leaf;
        while (step->issuer != nullptr)
            step = step->issuer;
        return step;
    };
    EXPECT_EQ(root_of(server::good.leaf()), &server_root);
    EXPECT_EQ(root_of(client::good.leaf()), &clients_root);
    EXPECT_NE(server_root.name, clients_root.name);
}

TEST(CrlSets, NamesAreUniqueAndEveryListIsInASet) {
    std::set<const Crl*> used;
    std::set<std::string_view> names;
    for (const CrlSet* set : crl_sets()) {
        EXPECT_TRUE(names.insert(set->name).second) << set->name;
        EXPECT_TRUE(set->about.ends_with('.')) << set->name;
        used.insert(set->crls.begin(), set->crls.end());
    }
    std::set<std::string_view> list_names;
    for (const Crl* list : crls()) {
        EXPECT_TRUE(list_names.insert(list->name).second) << list->name;
        EXPECT_TRUE(used.contains(list)) << list->name;
    }
}

}  // namespace
}  // namespace gauntlet::recipe
