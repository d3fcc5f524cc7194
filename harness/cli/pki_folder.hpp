// The folder that `pki make` writes: every credential of the catalogue, for people with mosquitto and openssl.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace gauntlet::cli {

// Writes into `out`, which must be absent or an empty folder (else UsageError). Folders have mode 0700, private keys
// 0600. INDEX.md is there if and only if everything is; after a failure nothing is left.
// Throws std::system_error where a file cannot be written, std::out_of_range for a `now` that certificates cannot say.
// Returns how many credentials there are.
std::size_t make_pki_folder(const std::filesystem::path& out, std::uint64_t seed, std::chrono::sys_seconds now);

}  // namespace gauntlet::cli
