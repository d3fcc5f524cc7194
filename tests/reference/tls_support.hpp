// A listener's TLS from recipes, and handshakes with it in memory.
#pragma once

#include <chrono>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gauntlet/issue/issuer.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "openssl.hpp"
#include "tls.hpp"

namespace gauntlet::reference::test {

issue::Issuer& issuer();

// Removed with all that is in it at the end of its life.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(Folder&&) = delete;
    std::filesystem::path write(const std::string& name, std::string_view content) const;

  private:
    std::filesystem::path path_;
};

Flaws with(std::initializer_list<core::Flaw> flaws);

// Files of recipes, and settings that name them.
class Listener {
  public:
    explicit Listener(const recipe::Credentials& server = recipe::server::good);

    // Requires certificates below the clients' root.
    Listener& mutual();
    Listener& trusting(std::initializer_list<const recipe::Certificate*> anchors);
    Listener& revoking(const recipe::CrlSet& set);

    std::unique_ptr<TlsServer> start(const Flaws& flaws = {}) const;

    ListenerSettings settings;

  private:
    std::shared_ptr<Folder> folder_;
};

using Session = std::unique_ptr<SSL_SESSION, Freer<SSL_SESSION_free>>;

// What a client offers; good by default, and at security level 0.
struct Client {
    const recipe::Credentials* credentials = nullptr;  // sent exactly as given
    std::optional<core::TlsVersion> version;           // that one alone
    std::optional<core::TlsVersion> oldest;
    std::optional<core::TlsVersion> newest;
    std::string suites;
    std::string suites_13;
    std::string groups;
    std::string signature_algorithms;
    std::vector<std::string> alpn;
    std::string server_name = "localhost";
    bool fallback_scsv = false;
    bool asks_for_staple = false;
    bool has_pre_shared_key = false;  // 32 zeros
    SSL_SESSION* session = nullptr;
};

struct Outcome {
    bool accepted = false;     // application data came back
    std::optional<int> alert;  // that the client received
    std::string fault;         // the client's own
    std::string refusal;       // the server's reason
    std::string version;
    std::string suite;
    std::string group;
    std::string signature;  // of the server: "ecdsa_secp256r1_sha256" as OpenSSL's "SHA256 ECDSA"
    std::string alpn;
    std::vector<std::string> served;  // DER
    std::string staple;
    bool requested = false;  // the client was asked for a certificate
    bool resumed = false;
    bool sentinel = false;  // a downgrade sentinel in the server's random (RFC 8446 4.1.3)
    TlsIdentity identity;
    Session session;  // that can be resumed
};

// Until the client knows: accepted, alert, or the end.
Outcome shake_hands(TlsServer& server, const Client& client = {});

// "accepted", "alert 48", "fin": for tables.
std::string shown(const Outcome& outcome);

inline constexpr core::TlsVersion both_versions[] = {core::TlsVersion::tls_1_2, core::TlsVersion::tls_1_3};

}  // namespace gauntlet::reference::test
