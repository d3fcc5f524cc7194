// Encrypted keys, PKCS#12 and JKS, as other programs read them: openssl and the JDK's keytool.
#include "gauntlet/issue/stores.hpp"

#include <gtest/gtest.h>

#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "support.hpp"

namespace gauntlet::issue {
namespace {

using test::now;
using test::seed;

constexpr Sealing sealing{seed, "test", "secret-1"};

bool has_keytool() {
    return test::run({"keytool", "-version"}).status != 127;
}

std::size_t count(const std::string& text, std::string_view what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++found;
    return found;
}

class Stores : public testing::Test {
  protected:
    Issuer issuer_{seed, now};
    recipe::Material good_ = issuer_.material(recipe::server::good);
    test::TemporaryFolder folder_;
};

TEST_F(Stores, AnEncryptedKeyIsOpenedByItsPasswordAlone) {
    if (!test::has_openssl())
        GTEST_SKIP() << "openssl is not installed: apt-get install openssl";
    const std::string file = folder_.write("key.pem", encrypted_key_pem(good_, sealing));
    const test::Output opened = test::run({"openssl", "pkey", "-in", file, "-passin", "pass:secret-1"});
    EXPECT_EQ(opened.status, 0) << opened.text;
    EXPECT_EQ(opened.text, good_.key_pem);
    EXPECT_NE(test::run({"openssl", "pkey", "-in", file, "-passin", "pass:secret-2"}).status, 0);
}

TEST_F(Stores, APkcs12StoreHasTheKeyAndTheWholeChain) {
    if (!test::has_openssl())
        GTEST_SKIP() << "openssl is not installed: apt-get install openssl";
    const std::string file = folder_.write("store.p12", pkcs12_of(good_, sealing));
    const test::Output shown = test::run({"openssl", "pkcs12", "-in", file, "-passin", "pass:secret-1", "-noenc"});
    EXPECT_EQ(shown.status, 0) << shown.text;
    EXPECT_EQ(count(shown.text, "BEGIN CERTIFICATE"), good_.chain_der.size());
    EXPECT_NE(shown.text.find(good_.key_pem), std::string::npos);
    EXPECT_NE(test::run({"openssl", "pkcs12", "-in", file, "-passin", "pass:secret-2", "-noenc"}).status, 0);
}

TEST_F(Stores, KeyAndCertificatesNeedNotBelongTogether) {
    recipe::Material mixed = good_;
    mixed.key_pem = issuer_.material(recipe::server::another).key_pem;
    EXPECT_FALSE(pkcs12_of(mixed, sealing).empty());
}

TEST_F(Stores, TheJdkReadsAllOfThem) {
    if (!has_keytool())
        GTEST_SKIP() << "keytool is not installed: apt-get install default-jdk-headless";
    const std::vector<std::string> anchors{good_.chain_der.front(), good_.chain_der.back()};
    const std::string jks = folder_.write("store.jks", jks_of(good_, sealing));
    const std::string p12 = folder_.write("store.p12", pkcs12_of(good_, sealing));
    const std::string trusted = folder_.write("trusted.p12", pkcs12_of(anchors, sealing));
    const auto list = [](const std::string& file) {
        const test::Output shown = test::run({"keytool", "-list", "-v", "-keystore", file, "-storepass", "secret-1"});
        EXPECT_EQ(shown.status, 0) << shown.text;
        return shown.text;
    };
    EXPECT_NE(list(jks).find("Keystore type: JKS"), std::string::npos);
    for (const std::string& store : {jks, p12}) {
        EXPECT_EQ(count(list(store), "Entry type: PrivateKeyEntry"), 1U) << store;
        EXPECT_EQ(count(list(store), "Certificate chain length: 2"), 1U) << store;
    }
    EXPECT_EQ(count(list(trusted), "Entry type: trustedCertEntry"), anchors.size());
    // Only who has the key's password can take the key out.
    const std::string copy = (folder_.path() / "copy.p12").string();
    const test::Output copied =
        test::run({"keytool", "-importkeystore", "-srckeystore", jks, "-srcstorepass", "secret-1", "-destkeystore",
                   copy, "-deststoretype", "PKCS12", "-deststorepass", "secret-3"});
    EXPECT_EQ(copied.status, 0) << copied.text;
}

TEST_F(Stores, SeedAndNameDecideEveryByte) {
    const std::vector<std::string> anchors{good_.chain_der.back()};
    const auto all = [&](const Sealing& by) {
        return encrypted_key_pem(good_, by) + pkcs12_of(good_, by) + pkcs12_of(anchors, by) + jks_of(good_, by);
    };
    EXPECT_EQ(all(sealing), all(sealing));
    EXPECT_NE(all(sealing), all({seed, "other", "secret-1"}));
}

}  // namespace
}  // namespace gauntlet::issue
