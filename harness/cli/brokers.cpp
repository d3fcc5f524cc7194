// gauntlet brokers: which brokers the suite knows, and which of them are here.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands.hpp"
#include "gauntlet/core/capability.hpp"
#include "gauntlet/record/json.hpp"
#include "gauntlet/record/listing.hpp"
#include "subjects.hpp"

namespace gauntlet::cli {

namespace {

record::BrokerListing listing_of(const plan::Subject& subject) {
    const broker::Installation& installation = subject.installation;
    record::BrokerListing listing{.name = subject.adapter.name,
                                  .found = installation.found(),
                                  .version = installation.found() ? installation.version : "",
                                  .path = installation.found() ? installation.binary.string() : "",
                                  .install = subject.adapter.install,
                                  .transports = subject.adapter.transports,
                                  .capabilities = {}};
    for (const core::Capability& capability : core::capabilities) {
        const auto lack = subject.adapter.lacks(capability.name);
        listing.capabilities.push_back({std::string(capability.name), lack ? lack->why : ""});
    }
    return listing;
}

void print(const record::BrokerListing& listing, const plan::Subject& subject, bool verbose) {
    std::string state = subject.installation.missing;
    if (subject.adapter.external)
        state = "any broker that runs already: gauntlet run --listener URL";
    else if (listing.found)
        state = fmt::format("{}, {}", listing.version, listing.path);
    std::vector<std::string_view> transports;
    for (const core::Transport transport : listing.transports)
        transports.push_back(to_string(transport));
    fmt::print("{:<12} {} ({})\n", listing.name, state, fmt::join(transports, ", "));
    if (!verbose)
        return;
    for (const record::CapabilityListing& capability : listing.capabilities)
        fmt::print("  {:<22} {}\n", capability.name, capability.absent.empty() ? "yes" : "no: " + capability.absent);
}

}  // namespace

int brokers(const BrokersOptions& options) {
    const std::vector<plan::Subject> subjects = locate_all(all_of(load_all_adapters()), options.set);
    std::vector<record::BrokerListing> listings;
    for (const plan::Subject& subject : subjects)
        listings.push_back(listing_of(subject));
    if (options.json) {
        fmt::print("{}\n", record::to_json(listings));
        return 0;
    }
    for (std::size_t i = 0; i < subjects.size(); ++i)
        print(listings[i], subjects[i], options.verbose);
    return 0;
}

}  // namespace gauntlet::cli
