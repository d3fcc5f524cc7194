// Every credential of the catalogue, judged by the openssl program, against the fault that its recipe declares.
#include <gtest/gtest.h>

#include <regex>
#include <vector>

#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "support.hpp"

namespace gauntlet::issue {
namespace {

using test::now;
using test::seed;

class Verify : public testing::Test {
  protected:
    void SetUp() override {
        if (!test::has_openssl())
            GTEST_SKIP() << "the openssl program is not installed: apt-get install openssl";
    }

    std::vector<std::string> command(const recipe::Credentials& presented, bool strict) {
        const std::string chain = folder_.write("chain.pem", issuer_.material(presented).chain_pem);
        const std::string anchors =
            folder_.write("anchors.pem", issuer_.anchors_pem({presented.anchors.begin(), presented.anchors.end()}));
        std::vector<std::string> arguments = {
            "openssl",     "verify",
            "-auth_level", "2",
            "-purpose",    presented.role == recipe::Role::server ? "sslserver" : "sslclient",
            "-attime",     std::to_string(now.time_since_epoch().count()),
            "-trusted",    anchors,
            "-untrusted",  chain};
        if (strict)
            arguments.emplace_back("-x509_strict");
        if (!presented.host.empty()) {
            const bool address = presented.host.find_first_not_of("0123456789.") == std::string_view::npos;
            arguments.emplace_back(address ? "-verify_ip" : "-verify_hostname");
            arguments.emplace_back(presented.host);
        }
        if (!presented.crls.empty()) {
            arguments.emplace_back("-crl_check_all");
            arguments.emplace_back("-CRLfile");
            arguments.push_back(
                folder_.write("crl.pem", issuer_.crls_pem({presented.crls.begin(), presented.crls.end()})));
        }
        arguments.push_back(chain);
        return arguments;
    }

    struct Error {
        int number = 0;
        int depth = 0;
    };

    // It goes on after most errors and reports what follows from them.
    static std::vector<Error> errors(const std::string& text) {
        std::vector<Error> found;
        const std::regex line("error (\\d+) at (\\d+) depth");
        for (std::sregex_iterator match(text.begin(), text.end(), line); match != std::sregex_iterator(); ++match)
            found.push_back({std::stoi((*match)[1]), std::stoi((*match)[2])});
        return found;
    }

    Issuer issuer_{seed, now};
    test::TemporaryFolder folder_;
};

TEST_F(Verify, EveryCredentialHasExactlyItsDeclaredFault) {
    for (const recipe::Credentials* presented : recipe::credentials()) {
        SCOPED_TRACE(std::string(presented->name));
        const int expected = test::error_number(presented->fault);
        ASSERT_NE(expected, -1) << presented->fault << " is not in the table of this test";
        const test::Output output = test::run(command(*presented, false));
        const std::vector<Error> found = errors(output.text);
        if (expected == 0) {
            EXPECT_EQ(output.status, 0) << output.text;
            EXPECT_TRUE(found.empty()) << output.text;
            continue;
        }
        EXPECT_EQ(output.status, 2) << output.text;
        ASSERT_FALSE(found.empty()) << output.text;
        EXPECT_EQ(found.front().number, expected) << output.text;
        for (const Error& error : found)
            EXPECT_TRUE(error.depth == found.front().depth || error.number == expected)
                << "a second certificate is wrong\n"
                << output.text;
    }
}

// What is good is good to the letter of RFC 5280 too, so that no strict peer refuses a control.
TEST_F(Verify, GoodCredentialsPassStrictly) {
    using namespace recipe;
    for (const Credentials* presented : {&server::good,
                                         &server::another,
                                         &server::rsa_2048,
                                         &server::rsa_3072,
                                         &server::ecdsa_p384,
                                         &server::ed25519,
                                         &server::rsa_chain,
                                         &server::direct,
                                         &server::three_intermediates,
                                         &server::leaf_intermediate_root,
                                         &server::wildcard,
                                         &server::several_names,
                                         &server::ip_only,
                                         &server::nc_kept,
                                         &server::crl_fresh,
                                         &client::good,
                                         &client::another,
                                         &client::rsa_2048,
                                         &client::rsa_3072,
                                         &client::ecdsa_p384,
                                         &client::ed25519,
                                         &client::direct,
                                         &client::three_intermediates,
                                         &client::root_included,
                                         &client::san_only,
                                         &client::path_length_zero,
                                         &client::path_length_self_issued,
                                         &client::nc_kept,
                                         &client::crl_fresh}) {
        const test::Output output = test::run(command(*presented, true));
        EXPECT_EQ(output.status, 0) << presented->name << "\n" << output.text;
    }
}

}  // namespace
}  // namespace gauntlet::issue
