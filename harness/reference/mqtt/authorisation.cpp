#include "authorisation.hpp"

#include <algorithm>

#include "reason.hpp"

namespace gauntlet::reference::mqtt {
namespace {

using core::Flaw;

// Takes as long for a wrong first byte as for a wrong last one.
bool same_bytes(std::string_view a, std::string_view b, std::size_t length) {
    unsigned difference = 0;
    for (std::size_t i = 0; i < length; ++i)
        difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    return difference == 0;
}

bool right_password(const Access& access, const Flaws& flaws, const User& user, std::string_view password) {
    const std::string_view salt = flaws.has(Flaw::refuses_every_password) ? user.name : user.salt;
    const std::string hash = access.hash(salt, password);
    if (hash.size() != user.hash.size())
        return false;
    const bool unset = flaws.has(Flaw::compares_the_password_by_prefix_of_nothing);
    return same_bytes(hash, user.hash, unset ? 0 : hash.size());
}

// Without a difference in time between a user whom nobody knows and a wrong password.
std::uint8_t check_password(const Access& access, const Flaws& flaws, const std::string& name,
                            std::string_view password) {
    const auto row = std::ranges::find(access.users, name, &User::name);
    const bool known = row != access.users.end();
    const bool right = right_password(access, flaws, known ? *row : access.users.front(), password);
    if (!known)
        return flaws.has(Flaw::accepts_unknown_users) ? reason::success : reason::bad_user_name_or_password;
    return right ? reason::success : reason::bad_user_name_or_password;
}

}  // namespace

std::uint8_t authenticate(const Access& access, const Flaws& flaws, const Peer& peer, const Connect& connect) {
    // Who has no name cannot be told from others, and must not choose one.
    if (access.identity_common_name)
        return peer.common_name ? reason::success : reason::not_authorised;
    if (access.users.empty())
        return reason::success;
    if (peer.certified && flaws.has(Flaw::certificate_replaces_password))
        return reason::success;
    if (!connect.user_name)
        return flaws.has(Flaw::lets_anonymous_clients_in) ? reason::success : reason::not_authorised;
    if (!connect.password || connect.password->empty())
        return flaws.has(Flaw::takes_an_empty_password_for_none_needed) ? reason::success
                                                                        : reason::bad_user_name_or_password;
    return check_password(access, flaws, *connect.user_name, *connect.password);
}

std::optional<std::string> user_name(const Access& access, const Flaws& flaws, const Peer& peer,
                                     const Connect& connect) {
    if (!access.identity_common_name)
        return connect.user_name;
    if (connect.user_name && flaws.has(Flaw::prefers_user_name_to_certificate))
        return connect.user_name;
    return peer.common_name;
}

Rights rights_of(const Access& access, const Flaws& flaws, const Peer& peer, const std::optional<std::string>& user) {
    if (!access.own_topics_only)
        return Rights::everything();
    if (peer.certified && flaws.has(Flaw::opens_all_topics_to_certified_clients))
        return Rights::everything();
    // A name with a wildcard or a separator would open the topics of others.
    if (!user || user->empty() || user->find_first_of("+#/") != std::string::npos)
        return Rights::nothing();
    return Rights::below("gauntlet/" + *user + "/");
}

}  // namespace gauntlet::reference::mqtt
