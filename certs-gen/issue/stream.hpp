// A stream of bytes that seed, name and purpose alone decide: SHA-256 over a key and a counter.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "openssl.hpp"

namespace gauntlet::issue {

class Stream {
  public:
    Stream(std::uint64_t seed, std::string_view name, std::string_view purpose);

    // False where OpenSSL fails.
    bool fill(std::span<unsigned char> out);

  private:
    bool next_block();

    static constexpr std::size_t block_size = 32;
    Owned<EVP_MD_CTX, EVP_MD_CTX_free> context_;
    std::array<unsigned char, block_size> key_{};
    std::array<unsigned char, block_size> block_{};
    std::size_t used_ = block_size;
    std::uint64_t counter_ = 0;
};

}  // namespace gauntlet::issue
