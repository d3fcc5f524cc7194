// The indexes of the folder that `pki make` writes, and its mosquitto configurations.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "gauntlet/recipe/credentials.hpp"

namespace gauntlet::cli {

// Paths in the folder, relative to it.
std::string chain_file(const recipe::Credentials& credentials);
std::string key_file(const recipe::Credentials& credentials);
std::string intermediates_file(const recipe::Credentials& credentials);  // what follows the leaf; empty: nothing does
std::string anchors_file(const recipe::Credentials& credentials);
std::string crl_file(const recipe::Credentials& credentials);  // empty: it is not checked with CRLs
std::string certificate_file(const recipe::Certificate& authority);
std::string key_file(const recipe::Certificate& authority);
std::string crl_file(const recipe::CrlSet& set);

// The shell command, run in the folder, that judges the credentials as their recipe declares: exit 0 or 2.
std::string verify_command(const recipe::Credentials& credentials, std::chrono::sys_seconds now);

std::string index_markdown(std::uint64_t seed, std::chrono::sys_seconds now);

// {schema: "gauntlet.pki/1", seed, now, authorities: [{name, subject, certificate, key}],
//  credentials: [{name, about, role, valid, own_key, fault, chain, key, intermediates, anchors, trusts[], crl, host,
//  verify}], crls: [{name, about, file}]}; what does not apply is null.
std::string index_json(std::uint64_t seed, std::chrono::sys_seconds now);

enum class MosquittoListener { one_way, mutual, mutual_with_crl };

// Paths are relative to the folder, in which mosquitto must be started.
std::string mosquitto_configuration(MosquittoListener listener);

}  // namespace gauntlet::cli
