// Who may log in on a listener, and what they may then read and write.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::reference::mqtt {

/// The stored form of a password: any one-way function of both. This room has no cryptography of its own.
using PasswordHash = std::function<std::string(std::string_view salt, std::string_view password)>;

/// A row of the password file.
struct User {
    std::string name;
    std::string salt;
    std::string hash;  // Access::hash of salt and password
};

/// The access rules of one listener.
struct Access {
    std::vector<User> users;            // empty: nobody is asked for a password
    PasswordHash hash;                  // needed where there are users
    bool identity_common_name = false;  // the certificate's common name is the user name, and needs no password
    bool own_topics_only = false;       // user U may read and write below gauntlet/U/ and nowhere else
};

/// What TLS knows about the client before it sends its first byte.
struct Peer {
    bool certified = false;                  // it presented a certificate, and that was verified
    std::optional<std::string> common_name;  // of the verified certificate's subject
};

}  // namespace gauntlet::reference::mqtt
