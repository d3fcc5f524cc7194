// What `pki inspect` finds in a file of certificates, or in what a listener serves.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "gauntlet/issue/inspect.hpp"

namespace gauntlet::cli {

struct InspectRequest {
    std::filesystem::path file;  // not looked at where a listener is asked
    std::chrono::sys_seconds now{};
    std::chrono::days warn = std::chrono::days(30);
};

// One line each, in the words of the clause that is broken; empty: the certificate is good.
// `leaf` is the file's first certificate where it is not a CA.
std::vector<std::string> findings(const issue::CertificateFacts& facts, bool leaf, const InspectRequest& request);

struct Inspection {
    std::string text;  // for people
    std::string json;  // {schema: "gauntlet.inspection/1"…}, docs/interface.md
    bool good = false;
};

// Throws UsageError where the file cannot be read or has no certificate.
Inspection inspect(const InspectRequest& request);

// What the listener of that URL serves to a client that asks for `host`.
Inspection inspect_served(const std::string& url, const std::string& host, const std::vector<std::string>& chain_der,
                          const InspectRequest& request);

}  // namespace gauntlet::cli
