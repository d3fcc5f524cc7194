#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>

#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "pki_inspect.hpp"
#include "support.hpp"
#include "usage.hpp"

namespace gauntlet::cli {
namespace {

namespace fs = std::filesystem;
namespace test = issue::test;
namespace client = recipe::client;
namespace server = recipe::server;

class Inspect : public testing::Test {
  protected:
    Inspection look(std::string_view content) {
        const std::string file = folder_.write("file", content);
        fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
        return inspect({.file = file, .now = test::now});
    }
    Inspection look(const recipe::Credentials& credentials) { return look(issuer_.material(credentials).chain_pem); }

    issue::Issuer issuer_{test::seed, test::now};
    test::TemporaryFolder folder_;
};

TEST_F(Inspect, GoodChainsAreGood) {
    for (const recipe::Credentials* credentials :
         {&server::good, &server::wildcard, &server::ed25519, &server::leaf_intermediate_root, &client::good,
          &client::san_only, &client::three_intermediates, &client::nc_kept, &server::trusted_self_signed}) {
        const Inspection inspection = look(*credentials);
        EXPECT_TRUE(inspection.good) << credentials->name << "\n" << inspection.text;
    }
}

TEST_F(Inspect, PrintsWhatTheCertificateSays) {
    const std::string text = look(server::good).text;
    for (const char* part :
         {"certificate 1 of 2", "subject         CN=localhost,O=Gauntlet",
          "issuer          CN=Gauntlet Server Intermediate", "names           DNS:localhost, IP Address:127.0.0.1",
          "valid           2026-11-20T08:30:00Z to 2036-11-18T08:30:00Z", "key             EC, 256 bits",
          "signature       ecdsa-with-SHA256", "keyUsage        digitalSignature\n", "extKeyUsage     serverAuth\n",
          "authority       not a CA", "authority       CA", "keyCertSign, cRLSign"})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

struct Case {
    const recipe::Credentials* credentials;
    const char* finding;
};

TEST_F(Inspect, NamesWhatIsWrong) {
    const Case cases[] = {
        {&client::expired, "expired on 2026-11-20T08:30:00Z"},
        {&client::expired_intermediate, "expired on"},
        {&client::not_yet_valid, "not valid before 2036-11-19T08:30:00Z"},
        {&client::rsa_1024, "RSA key of 1024 bits"},
        {&client::ca_rsa_1024, "RSA key of 1024 bits"},
        {&client::sha1, "signed with SHA1"},
        {&client::version_1, "X.509 version 1"},
        {&client::unknown_critical_extension, "unknown critical extension 1.3.6.1.4.1.32473.1"},
        {&client::ku_no_digital_signature, "keyUsage without digitalSignature"},
        {&client::any_eku, "extendedKeyUsage without serverAuth and clientAuth"},
        {&client::ca_false, "cA FALSE"},
        {&client::ca_no_basic_constraints, "no basicConstraints"},
        {&client::ca_ku_no_key_cert_sign, "lacks keyCertSign"},
        {&client::leaf_as_ca, "cA FALSE"},
        {&client::bad_signature, "the signature is not by its key"},
        {&client::ca_bad_signature, ""},
        {&client::algorithm_mismatch, "names two signature algorithms"},
        {&client::unrelated_extra, "the next certificate in the file did not issue this one"},
        {&client::reversed, "the next certificate in the file did not issue this one"},
        {&client::same_name_intermediate, "the signature is not by its key"},
        {&server::cn_only, "without subjectAltName"},
    };
    for (const Case& one : cases) {
        const Inspection inspection = look(*one.credentials);
        // The root, which alone tells that the intermediate's signature is wrong, is not in that file.
        const bool expected_good = std::string_view(one.finding).empty();
        EXPECT_EQ(inspection.good, expected_good) << one.credentials->name << "\n" << inspection.text;
        EXPECT_NE(inspection.text.find(one.finding), std::string::npos)
            << one.credentials->name << ": " << one.finding << "\n"
            << inspection.text;
    }
}

TEST_F(Inspect, WarnsBeforeACertificateExpires) {
    const std::string file = folder_.write("file", issuer_.material(client::good).chain_pem);
    const auto end = test::now + 3650 * recipe::day;
    EXPECT_TRUE(inspect({.file = file, .now = end - 31 * recipe::day}).good);
    const Inspection soon = inspect({.file = file, .now = end - 29 * recipe::day});
    EXPECT_FALSE(soon.good);
    EXPECT_NE(soon.text.find("expires in 29 days"), std::string::npos) << soon.text;
    EXPECT_TRUE(inspect({.file = file, .now = end - 29 * recipe::day, .warn = std::chrono::days(20)}).good);
}

TEST_F(Inspect, ReadsDerAndWhatStandsAroundPem) {
    EXPECT_TRUE(look(issuer_.certificate(client::good.leaf()).der).good);
    EXPECT_TRUE(look("Certificate:\n  Data:\n" + issuer_.certificate(client::good.leaf()).pem + "\n").good);
}

TEST_F(Inspect, APrivateKeyBesideTheCertificate) {
    const issue::Issued& own = issuer_.certificate(client::good.leaf());
    const issue::Issued& other = issuer_.certificate(client::another.leaf());
    EXPECT_TRUE(look(own.pem + own.key_pem).good);
    const Inspection wrong = look(own.pem + other.key_pem);
    EXPECT_FALSE(wrong.good);
    EXPECT_NE(wrong.text.find("does not belong to the first certificate"), std::string::npos) << wrong.text;
    EXPECT_EQ(wrong.text.find("BEGIN"), std::string::npos);

    const std::string open_file = folder_.write("open", own.pem + own.key_pem);
    fs::permissions(open_file, fs::perms::owner_all | fs::perms::others_read);
    const Inspection readable = inspect({.file = open_file, .now = test::now});
    EXPECT_FALSE(readable.good);
    EXPECT_NE(readable.text.find("chmod 600"), std::string::npos) << readable.text;
}

TEST_F(Inspect, WhatAListenerServesMustHaveTheNameThatIsAskedFor) {
    const recipe::Material& served = issuer_.material(server::good);
    const InspectRequest request{.file = {}, .now = test::now};
    for (const char* host : {"localhost", "127.0.0.1"})
        EXPECT_TRUE(inspect_served("mqtts://" + std::string(host), host, served.chain_der, request).good) << host;
    for (const char* host : {"otherhost", "127.0.0.2", "Gauntlet"}) {
        const Inspection other = inspect_served("mqtts://" + std::string(host), host, served.chain_der, request);
        EXPECT_FALSE(other.good) << host;
        EXPECT_NE(other.text.find("none of its names is the one"), std::string::npos) << other.text;
    }
}

TEST_F(Inspect, WritesJson) {
    const issue::Issued& own = issuer_.certificate(client::expired.leaf());
    const std::string file = folder_.write("both", own.pem + own.key_pem);
    fs::permissions(file, fs::perms::owner_read | fs::perms::group_read);
    const boost::json::object object = boost::json::parse(inspect({.file = file, .now = test::now}).json).as_object();
    EXPECT_EQ(object.at("target").as_string(), file);
    EXPECT_FALSE(object.at("good").as_bool());
    EXPECT_EQ(object.at("private_key").at("mode").as_string(), "0440");
    EXPECT_NE(object.at("private_key").at("owner").as_string(), "");
    ASSERT_EQ(object.at("findings").as_array().size(), 1U);
    const boost::json::object& leaf = object.at("certificates").as_array().at(0).as_object();
    EXPECT_LT(leaf.at("days_left").as_int64(), 0);
    EXPECT_EQ(leaf.at("key_bits").as_int64(), 256);
    EXPECT_EQ(leaf.at("findings").as_array().size(), 1U);
    EXPECT_TRUE(leaf.at("path_length").is_null());
}

TEST_F(Inspect, SaysWhoseAPrivateKeyIs) {
    const issue::Issued& own = issuer_.certificate(client::good.leaf());
    const std::string text = look(own.pem + own.key_pem).text;
    EXPECT_NE(text.find("private key\n  file            mode 0600, owner "), std::string::npos) << text;
}

TEST_F(Inspect, FilesWithoutACertificateAreUsageErrors) {
    EXPECT_THROW(look(""), UsageError);
    EXPECT_THROW(look("garbage"), UsageError);
    EXPECT_THROW(look(issuer_.certificate(client::good.leaf()).key_pem), UsageError);
    const std::string pem = issuer_.certificate(client::good.leaf()).pem;
    EXPECT_THROW(look(pem.substr(0, pem.size() / 2)), UsageError);
    EXPECT_THROW(inspect({.file = folder_.path() / "absent", .now = test::now}), UsageError);
    EXPECT_THROW(inspect({.file = folder_.path(), .now = test::now}), UsageError);
}

}  // namespace
}  // namespace gauntlet::cli
