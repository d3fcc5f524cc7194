// Turns recipes into bytes: certificates, chains, keys and CRLs.
//
// The same seed and `now` give the same bytes, in any order, from any thread, in any process (of one OpenSSL version):
// each certificate draws its key, serial number and signature from streams of its own, keyed by seed and name.
//
// Everything is issued when it is first asked for, and once. All functions may be called from several threads, and
// references that they return live as long as the Issuer. Recipes are remembered by address and must live as long.
//
// Errors: std::logic_error where two different recipes have one name, or where a recipe asks for what cannot be made
// (an algorithm mismatch with Ed25519); std::out_of_range where `now` puts a validity outside of the years 1950 to
// 9999; std::runtime_error with OpenSSL's text where OpenSSL fails. No message has key material in it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "gauntlet/recipe/credentials.hpp"
#include "gauntlet/recipe/material.hpp"

namespace gauntlet::issue {

struct Issued {
    std::string der;
    std::string pem;
    std::string key_der;  // PKCS#8; empty: adopted without its key
    std::string key_pem;
};

class Issuer {
  public:
    Issuer(std::uint64_t seed, std::chrono::sys_seconds now);
    ~Issuer();
    Issuer(Issuer&&) = delete;

    std::uint64_t seed() const;
    std::chrono::sys_seconds now() const;

    const Issued& certificate(const recipe::Certificate& recipe);
    recipe::Material material(const recipe::Credentials& recipe);

    // The trusted certificates, one PEM after another, without their keys.
    std::string anchors_pem(std::span<const recipe::Certificate* const> anchors);

    const std::string& crl_der(const recipe::Crl& recipe);
    const std::string& crl_pem(const recipe::Crl& recipe);
    std::string crls_pem(std::span<const recipe::Crl* const> recipes);

    // Puts the first certificate of `certificate_pem` in the place of the recipe of that name, so that what that recipe
    // issues is issued by it. `key_pem` may be empty: then nothing can be issued by it.
    // Throws std::runtime_error where the PEM cannot be read, the key is encrypted or does not belong to the
    // certificate, std::logic_error where that name was issued already.
    void adopt(std::string_view name, std::string_view certificate_pem, std::string_view key_pem);

    // False where an issuer was adopted without the key that this certificate needs.
    bool issuable(const recipe::Certificate& recipe) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gauntlet::issue
