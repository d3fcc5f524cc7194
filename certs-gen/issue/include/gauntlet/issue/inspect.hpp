// What a file of certificates says, as plain values.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::issue {

struct CertificateFacts {
    std::string subject;  // RFC 2253
    std::string issuer;
    std::string serial;       // hex
    std::string fingerprint;  // SHA-256 of the DER, hex
    std::string signature;    // "ecdsa-with-SHA256"
    std::string digest;       // "SHA256"; empty: the algorithm has its own (Ed25519)
    std::string key;          // "EC", "RSA", "ED25519"
    int key_bits = 0;
    int version = 3;
    std::chrono::sys_seconds not_before;
    std::chrono::sys_seconds not_after;
    std::vector<std::string> names;  // "DNS:localhost", "IP Address:127.0.0.1"
    bool has_basic_constraints = false;
    bool ca = false;
    std::optional<int> path_length;
    std::optional<std::vector<std::string>> key_usage;       // none: no such extension
    std::optional<std::vector<std::string>> extended_usage;  // none: no such extension
    std::vector<std::string> unknown_critical;               // dotted identifiers
    bool self_signed = false;                                // by its own key, and the signature is right
    bool algorithms_match = true;                            // inside and outside of the signed part (RFC 5280 4.1.1.2)
};

// How a certificate of a file is related to the one after it.
enum class Link : std::uint8_t { last, issued_by_next, other_issuer, bad_signature };

struct InspectedFile {
    std::vector<CertificateFacts> certificates;  // in the order of the file
    std::vector<Link> links;                     // one for each certificate
    bool private_key = false;                    // there is one
    std::optional<bool> key_fits;                // the first certificate; none: no readable private key
    std::optional<bool> host_fits;               // the first certificate; none: nobody asked
};

// PEM (anything between the blocks is ignored) or one DER certificate.
// Throws std::runtime_error where there is no certificate in it, or one that cannot be read.
InspectedFile inspect(std::string_view content);

// What a listener serves, as DER in its order, to a client that asks for `host`, a DNS name or an address (RFC 9525 6).
// Throws std::runtime_error where one of them cannot be read.
InspectedFile inspect(const std::vector<std::string>& chain_der, const std::string& host);

}  // namespace gauntlet::issue
