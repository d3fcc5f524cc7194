#include "gauntlet/wire/tables/groups.hpp"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/provider.h>

#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "offered.hpp"
#include "openssl.hpp"

namespace gauntlet::wire::tls {
namespace {

static_assert(find_group(0x001D)->name == "x25519");
static_assert(find_group("secp256r1")->code == 0x0017);

TEST(Groups, AreSortedUniqueAndFoundBothWays) {
    std::set<std::string_view> names;
    int previous = 0;
    for (const Group& group : groups) {
        EXPECT_GT(group.code, previous) << group.name;
        previous = group.code;
        EXPECT_TRUE(names.insert(group.name).second) << group.name;
        ASSERT_TRUE(find_group(group.code).has_value());
        EXPECT_EQ(find_group(group.code)->code, group.code);
        ASSERT_TRUE(find_group(group.name).has_value());
        EXPECT_EQ(find_group(group.name)->code, group.code);
        EXPECT_TRUE(group.tls12 || group.tls13) << group.name;
    }
    EXPECT_EQ(groups.size(), 59U);
}

TEST(Groups, UnknownOnesAreNotFound) {
    for (const auto code : std::initializer_list<std::uint16_t>{0x0000, 0x002A, 0x0105, 0x0A0A, 0xFFFF})
        EXPECT_FALSE(find_group(code).has_value()) << code;
    for (const std::string_view name : {"", "P-256", "prime256v1", "X25519"})
        EXPECT_FALSE(find_group(name).has_value()) << name;
}

TEST(Groups, HybridsAreAsStrongAsTheirCurve) {
    for (const auto& [hybrid, curve] : {std::pair{"X25519MLKEM768", "x25519"},
                                        {"SecP256r1MLKEM768", "secp256r1"},
                                        {"SecP384r1MLKEM1024", "secp384r1"},
                                        {"curveSM2MLKEM768", "curveSM2"}}) {
        EXPECT_EQ(find_group(hybrid)->kind, GroupKind::hybrid);
        EXPECT_EQ(find_group(hybrid)->security_bits, find_group(curve)->security_bits);
        EXPECT_EQ(find_group(hybrid)->field_bits, find_group(curve)->field_bits);
    }
}

struct Capability {
    std::string name;
    unsigned code = 0;
    unsigned security_bits = 0;
    int max_tls = 0;  // 0: no limit, -1: none
};

int keep_capability(const OSSL_PARAM parameters[], void* into) {
    Capability capability;
    const auto locate = [parameters](const char* key) { return OSSL_PARAM_locate_const(parameters, key); };
    const char* name = nullptr;
    if (OSSL_PARAM_get_utf8_string_ptr(locate(OSSL_CAPABILITY_TLS_GROUP_NAME), &name) != 1 ||
        OSSL_PARAM_get_uint(locate(OSSL_CAPABILITY_TLS_GROUP_ID), &capability.code) != 1 ||
        OSSL_PARAM_get_uint(locate(OSSL_CAPABILITY_TLS_GROUP_SECURITY_BITS), &capability.security_bits) != 1 ||
        OSSL_PARAM_get_int(locate(OSSL_CAPABILITY_TLS_GROUP_MAX_TLS), &capability.max_tls) != 1)
        return 0;
    capability.name = name;
    static_cast<std::vector<Capability>*>(into)->push_back(capability);
    return 1;
}

TEST(Groups, AgreeWithTheLinkedOpenSsl) {
    OSSL_PROVIDER* const provider = OSSL_PROVIDER_load(nullptr, "default");
    ASSERT_NE(provider, nullptr);
    std::vector<Capability> capabilities;
    EXPECT_EQ(OSSL_PROVIDER_get_capabilities(provider, "TLS-GROUP", keep_capability, &capabilities), 1);
    OSSL_PROVIDER_unload(provider);
    ASSERT_GE(capabilities.size(), 20U);
    std::map<unsigned, std::set<std::string>> spellings;  // OpenSSL lists P-256 beside secp256r1
    for (const Capability& theirs : capabilities) {
        SCOPED_TRACE(theirs.name);
        spellings[theirs.code].insert(theirs.name);
        const auto ours = find_group(static_cast<std::uint16_t>(theirs.code));
        ASSERT_TRUE(ours.has_value());
        EXPECT_EQ(ours->tls13, theirs.max_tls == 0 || theirs.max_tls >= TLS1_3_VERSION);
        if (ours->kind != GroupKind::hybrid) {  // later versions count the KEM's strength
            EXPECT_EQ(ours->security_bits, static_cast<int>(theirs.security_bits));
        }
    }
    for (const auto& [code, names] : spellings)
        EXPECT_TRUE(names.contains(std::string{find_group(static_cast<std::uint16_t>(code))->name})) << code;
}

// The name that we claim, given alone, puts our code point on the wire.
TEST(Groups, OpenSslNamesBecomeTheirCodePoints) {
    for (const Group& group : groups) {
        if (group.openssl_name.empty())
            continue;
        SCOPED_TRACE(group.name);
        const test::Context context = test::context_with_everything();
        ASSERT_NE(context, nullptr);
        ASSERT_EQ(SSL_CTX_set1_groups_list(context.get(), std::string{group.openssl_name}.c_str()), 1);
        const int version = group.tls13 ? TLS1_3_VERSION : TLS1_2_VERSION;
        ASSERT_EQ(SSL_CTX_set_min_proto_version(context.get(), version), 1);
        ASSERT_EQ(SSL_CTX_set_max_proto_version(context.get(), version), 1);
        EXPECT_EQ(test::offered_alone(context.get(), 10), group.code);
    }
}

TEST(Groups, WithoutAnOpenSslNameAreUnknownToOpenSsl3) {
    if (OPENSSL_VERSION_MAJOR != 3 || OPENSSL_VERSION_MINOR != 0)
        GTEST_SKIP() << "the column says what OpenSSL 3.0 knows; linked is " << OPENSSL_VERSION_TEXT;
    const test::Context context = test::context_with_everything();
    for (const Group& group : groups) {
        if (group.openssl_name.empty()) {
            EXPECT_NE(SSL_CTX_set1_groups_list(context.get(), std::string{group.name}.c_str()), 1) << group.name;
        }
    }
}

}  // namespace
}  // namespace gauntlet::wire::tls
