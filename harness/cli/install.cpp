// gauntlet brokers install and remove: what they do is said first, then done.
#include "gauntlet/broker/install.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "commands.hpp"
#include "gauntlet/broker/data_folder.hpp"
#include "gauntlet/broker/installation.hpp"
#include "gauntlet/record/gate.hpp"

namespace gauntlet::cli {
namespace {

broker::Adapter adapter_of(const InstallOptions& options) {
    return broker::load_adapter(broker::data_folder() / "adapters", options.name);
}

// Before a command of somebody else's writes its own lines.
void say(const std::string& text) {
    fmt::print("{}", text);
    std::fflush(stdout);
}

}  // namespace

int install_broker(const InstallOptions& options) {
    const broker::Adapter adapter = adapter_of(options);
    const std::filesystem::path into = options.into.empty() ? "" : std::filesystem::absolute(options.into);
    const broker::InstallPlan plan = broker::plan_install(adapter, into);
    say(fmt::format("{}:\n{}", adapter.title, to_text(plan)));
    if (options.dry_run)
        return 0;
    if (broker::is_installed(adapter, plan)) {
        say(fmt::format("installed already: {}\n", adapter.name));
        return 0;
    }
    broker::install(adapter, plan);
    const broker::Installation found = broker::locate(adapter);
    say(fmt::format("installed: {} {}, {}\nundo with: gauntlet brokers remove {}\n", adapter.name, found.version,
                    found.binary.string(), adapter.name));
    return 0;
}

int remove_broker(const InstallOptions& options) {
    const broker::Adapter adapter = adapter_of(options);
    const auto plan = broker::plan_removal(adapter);
    if (!plan) {
        fmt::print(stderr, "gauntlet: {} was not installed by `gauntlet brokers install`; there is nothing to remove\n",
                   adapter.name);
        return record::exit_nothing_ran;
    }
    say(fmt::format("{}:\n{}", adapter.title, to_text(*plan)));
    if (options.dry_run)
        return 0;
    broker::remove(*plan);
    say(fmt::format("removed: {}\n", adapter.name));
    return 0;
}

}  // namespace gauntlet::cli
