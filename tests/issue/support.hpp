// What the tests of issue share: a fixed seed and time, temporary folders, the openssl program, OpenSSL's names.
#pragma once

#include <openssl/x509.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::issue::test {

inline constexpr std::uint64_t seed = 5;  // one whose RSA keys are found quickly
// 2026-11-21T08:30:00Z
inline constexpr std::chrono::sys_seconds now{std::chrono::seconds(1795249800)};

// Removed with all that is in it at the end of its life.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(TemporaryFolder&&) = delete;
    std::string write(const std::string& name, std::string_view content) const;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

struct Output {
    int status = -1;
    std::string text;  // stdout and stderr together
};

// Runs a program found in PATH without a shell, with no openssl.cnf of the system. status 127: it is not there.
Output run(const std::vector<std::string>& arguments);

bool has_openssl();

// "X509_V_ERR_CERT_HAS_EXPIRED" → 10; "" → 0 (X509_V_OK); -1: unknown.
int error_number(std::string_view name);

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
Certificate parse(std::string_view der);

std::string sha256_hex(std::string_view bytes);

}  // namespace gauntlet::issue::test
