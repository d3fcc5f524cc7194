// What is tested: a broker that we start, or a listener of the user's.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/broker/installation.hpp"
#include "gauntlet/broker/user_config.hpp"
#include "gauntlet/drive/target.hpp"
#include "gauntlet/plan/composition.hpp"
#include "gauntlet/recipe/material.hpp"

namespace gauntlet::plan {

// A listener that we did not start, and what the user gave for it.
struct External {
    std::string url;  // as given
    drive::Address address;
    std::string profile;                          // the name of the profile that it is declared to have
    std::vector<std::string> anchors_der;         // --ca
    std::optional<recipe::Material> good_client;  // --cert, --key
    std::string user;
    std::string password;
    broker::UserInputs inputs;
    bool own_pki = false;           // set up with what `pki make` wrote: payloads may be kept (law 12)
    bool allow_disruptive = false;  // exclusive scenarios may be run
};

struct Subject {
    broker::Adapter adapter;
    broker::Installation installation;
    std::optional<External> external;
    std::optional<broker::UserListener> listener;  // of a configuration of the user's, which the adapter has
    // Of one of several subjects that share an adapter and differ in their settings: what cells, logs and the record
    // call it, "reference+ignores-crl". Empty: the adapter's name.
    std::string name;
    std::optional<std::chrono::milliseconds> timeout;  // of each step; unset: Settings::timeout
};

const std::string& name_of(const Subject& subject);

Candidate candidate_of(const Subject& subject);
std::vector<Candidate> candidates_of(std::span<const Subject> subjects);

}  // namespace gauntlet::plan
