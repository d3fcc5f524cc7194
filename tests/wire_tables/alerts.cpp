#include "gauntlet/wire/tables/alerts.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <cctype>
#include <initializer_list>
#include <string>

namespace gauntlet::wire::tls {
namespace {

static_assert(alert_name(45) == "certificate_expired");
static_assert(find_alert("unknown_ca")->code == 48);

TEST(Alerts, EveryRowIsFoundBothWays) {
    for (const Alert& alert : alerts) {
        ASSERT_TRUE(find_alert(alert.code).has_value());
        EXPECT_EQ(find_alert(alert.code)->code, alert.code) << alert.name;
        ASSERT_TRUE(find_alert(alert.name).has_value());
        EXPECT_EQ(find_alert(alert.name)->code, alert.code) << alert.name;
        EXPECT_EQ(alert_name(alert.code), alert.name);
    }
    EXPECT_EQ(alerts.size(), 37U);
}

TEST(Alerts, UnassignedNumbersSaySo) {
    for (const auto code : std::initializer_list<std::uint8_t>{1, 9, 53, 99, 118, 122, 200, 255}) {
        EXPECT_FALSE(find_alert(code).has_value());
        EXPECT_EQ(alert_name(code), "unassigned");
    }
    EXPECT_FALSE(find_alert("unassigned").has_value());
    EXPECT_FALSE(find_alert("").has_value());
}

TEST(Alerts, ReservedAreThoseThatTls13GaveUp) {
    for (const Alert& alert : alerts) {
        const int code = alert.code;
        const bool given_up =
            code == 21 || code == 30 || code == 41 || code == 60 || code == 100 || code == 111 || code == 114;
        EXPECT_EQ(alert.reserved, given_up) << alert.name;
    }
}

// OpenSSL writes the same words with blanks, and CA and PSK in capitals.
TEST(Alerts, AgreeWithTheLinkedOpenSsl) {
    int known = 0;
    for (int code = 0; code < 256; ++code) {
        std::string theirs = SSL_alert_desc_string_long(code);
        if (theirs == "unknown")
            continue;
        ++known;
        for (char& letter : theirs)
            letter = letter == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        EXPECT_EQ(alert_name(static_cast<std::uint8_t>(code)), theirs) << code;
    }
    EXPECT_GE(known, 30);
}

}  // namespace
}  // namespace gauntlet::wire::tls
