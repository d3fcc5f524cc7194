#include "stream.hpp"

#include <algorithm>
#include <string>

#include "library.hpp"

namespace gauntlet::issue {
namespace {

std::array<unsigned char, 8> big_endian(std::uint64_t value) {
    std::array<unsigned char, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<unsigned char>(value >> (56U - 8U * i));
    return bytes;
}

}  // namespace

Stream::Stream(std::uint64_t seed, std::string_view name, std::string_view purpose)
    : context_(require(EVP_MD_CTX_new(), "cannot make a digest context")) {
    // The name is preceded by its length, so that no two pairs of name and purpose give one input.
    const auto seed_bytes = big_endian(seed);
    const auto name_size = big_endian(name.size());
    constexpr std::string_view label = "gauntlet pki stream 1";
    const bool ok = EVP_DigestInit_ex2(context_.get(), sha256(), nullptr) == 1 &&
                    EVP_DigestUpdate(context_.get(), label.data(), label.size()) == 1 &&
                    EVP_DigestUpdate(context_.get(), seed_bytes.data(), seed_bytes.size()) == 1 &&
                    EVP_DigestUpdate(context_.get(), name_size.data(), name_size.size()) == 1 &&
                    EVP_DigestUpdate(context_.get(), name.data(), name.size()) == 1 &&
                    EVP_DigestUpdate(context_.get(), purpose.data(), purpose.size()) == 1 &&
                    EVP_DigestFinal_ex(context_.get(), key_.data(), nullptr) == 1;
    require(ok, "cannot key a stream");
}

bool Stream::next_block() {
    const auto counter = big_endian(counter_++);
    used_ = 0;
    return EVP_DigestInit_ex2(context_.get(), sha256(), nullptr) == 1 &&
           EVP_DigestUpdate(context_.get(), key_.data(), key_.size()) == 1 &&
           EVP_DigestUpdate(context_.get(), counter.data(), counter.size()) == 1 &&
           EVP_DigestFinal_ex(context_.get(), block_.data(), nullptr) == 1;
}

bool Stream::fill(std::span<unsigned char> out) {
    while (!out.empty()) {
        if (used_ == block_size && !next_block())
            return false;
        const std::size_t size = std::min(out.size(), block_size - used_);
        std::copy_n(block_.begin() + static_cast<std::ptrdiff_t>(used_), size, out.begin());
        used_ += size;
        out = out.subspan(size);
    }
    return true;
}

}  // namespace gauntlet::issue
