#include "configured.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "gauntlet/broker/user_config.hpp"
#include "subjects.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

Wanted the_broker(const RunOptions& options, const std::vector<broker::Adapter>& adapters) {
    if (!options.listener.url.empty() || options.brokers.size() != 1 || options.brokers.front() == "all")
        throw UsageError(fmt::format("--config {}: say whose it is: --broker mosquitto", options.config));
    Wanted wanted = named(adapters, options.brokers).front();
    if (wanted.adapter.name != "mosquitto")
        throw UsageError(fmt::format("--config {}: {} is none that a configuration can be taken of; there is mosquitto",
                                     options.config, wanted.adapter.name));
    return wanted;
}

std::string described(const broker::UserListener& listener) {
    std::string text = listener.requires_certificate ? "asks for a certificate" : "asks for no certificate";
    if (listener.has_crl)
        text += ", CRL";
    if (listener.identity)
        text += ", whose name is the user";
    if (!listener.anonymous && !listener.identity)
        text += ", password";
    if (listener.min_version)
        text += fmt::format(", {} and later", core::to_string(*listener.min_version));
    return text;
}

}  // namespace

std::vector<plan::Subject> configured_subjects(const RunOptions& options,
                                               const std::vector<broker::Adapter>& adapters) {
    const Wanted broker = the_broker(options, adapters);
    const broker::UserConfig config = broker::read_user_config(options.config);
    std::vector<Wanted> wanted;
    for (const broker::UserListener& listener : config.listeners) {
        const char* between = broker.name == broker.adapter.name ? "@" : "-";
        wanted.push_back({broker::with_user_config(broker.adapter, listener), broker.name + between + listener.name});
        fmt::print(stderr, "{}: {} over {} {}\n", wanted.back().name, listener.place, to_string(listener.transport),
                   described(listener));
    }
    for (const std::string& change : config.changes)
        fmt::print(stderr, "{}\n", change);
    std::vector<plan::Subject> subjects = locate_all(wanted, options.set);
    for (std::size_t i = 0; i < subjects.size(); ++i)
        subjects[i].listener = config.listeners[i];
    return subjects;
}

}  // namespace gauntlet::cli
