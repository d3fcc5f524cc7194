// The forms that a listener's key may come in: each is served whole, and a wrong password is a fault with a name.
#include <gtest/gtest.h>

#include "gauntlet/issue/stores.hpp"
#include "tls_support.hpp"

namespace gauntlet::reference::test {
namespace {

using core::Flaw;
namespace server = recipe::server;

constexpr const char* password = "secret-1";

class KeyStores : public testing::Test {
  protected:
    Outcome served(const Flaws& flaws = {}) { return shake_hands(*listener_.start(flaws)); }

    std::string fault() {
        try {
            listener_.start();
        } catch (const TlsFault& caught) {
            return caught.what();
        }
        return "none";
    }

    void give_store(const std::string& name, const std::string& content) {
        listener_.settings.certificate_chain.clear();
        listener_.settings.key.clear();
        listener_.settings.key_store = folder_.write(name, content);
        listener_.settings.key_password = password;
    }

    const recipe::Material material_ = issuer().material(server::good);
    const issue::Sealing sealing_{5, "test", password};
    Folder folder_;
    Listener listener_;
};

TEST_F(KeyStores, OneFileWithChainAndKey) {
    const auto file = folder_.write("all.pem", material_.chain_pem + material_.key_pem);
    listener_.settings.certificate_chain = file;
    listener_.settings.key = file;
    EXPECT_EQ(served().served, material_.chain_der);
}

TEST_F(KeyStores, AnEncryptedKey) {
    listener_.settings.key = folder_.write("encrypted.pem", issue::encrypted_key_pem(material_, sealing_));
    EXPECT_NE(fault().find("set key_password"), std::string::npos) << fault();
    listener_.settings.key_password = "secret-2";
    EXPECT_NE(fault().find("encrypted.pem"), std::string::npos) << fault();
    listener_.settings.key_password = password;
    EXPECT_EQ(served().served, material_.chain_der);
}

TEST_F(KeyStores, Pkcs12AndJksAreServedWhole) {
    for (const bool jks : {false, true}) {
        give_store("store", jks ? issue::jks_of(material_, sealing_) : issue::pkcs12_of(material_, sealing_));
        EXPECT_EQ(served().served, material_.chain_der) << jks;
        EXPECT_EQ(served(with({Flaw::drops_the_chain_of_a_store})).served,
                  std::vector<std::string>{material_.chain_der.front()})
            << jks;
        listener_.settings.key_password = "secret-2";
        EXPECT_NE(fault().find("the store cannot be read"), std::string::npos) << fault();
    }
}

TEST_F(KeyStores, WhatIsNoStoreIsNamed) {
    give_store("garbage", "garbage");
    EXPECT_NE(fault().find("garbage: the store cannot be read: it is neither PKCS#12 nor JKS"), std::string::npos)
        << fault();
    const std::string jks = issue::jks_of(material_, sealing_);
    for (const std::size_t size : {std::size_t{4}, std::size_t{30}, jks.size() - 1}) {
        give_store("short", jks.substr(0, size));
        EXPECT_NE(fault().find("short: the store cannot be read: "), std::string::npos) << fault();
    }
}

}  // namespace
}  // namespace gauntlet::reference::test
