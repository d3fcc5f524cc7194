// Installs and removes brokers as their adapters say: into a folder of their own, or by Debian's package manager.
#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/broker/adapter.hpp"

namespace gauntlet::broker {

// Why nothing was installed or removed, and how to mend it: one line. The program ends with exit code 3.
class InstallFault : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// Where the installed brokers are looked for, one folder (or a link to one) each: $XDG_DATA_HOME/gauntlet/brokers, or
// that below ~/.local/share; as root without XDG_DATA_HOME /var/lib/gauntlet/brokers, as brokers then run as a user who
// cannot reach root's home. Unset where there is neither XDG_DATA_HOME nor HOME.
std::optional<std::filesystem::path> installed_brokers();

// Where the programs of a broker are that was installed whole; unset: it was not.
std::optional<std::filesystem::path> installed_programs(std::string_view name);

struct InstallCommand {
    std::vector<std::string> command;
    std::vector<std::string> environment;  // "NAME=VALUE", beside ours
};

struct InstallPlan {
    std::filesystem::path home;            // the entry below installed_brokers()
    std::filesystem::path folder;          // what is filled: `home`, or the folder that the user named
    std::vector<InstallCommand> commands;  // in this order, in folder/scratch
    std::vector<std::string> packages;     // of Debian
    std::string version;                   // pinned; empty with packages, whose versions are the distribution's
};

// What install() would do. `into` is empty, or an absolute path. Throws BadInput: the adapter has no [install], or
// packages are to go into a folder. Throws InstallFault: a program that is needed is not here.
InstallPlan plan_install(const Adapter& adapter, const std::filesystem::path& into);

// The plan, a line for each thing that is done.
std::string to_text(const InstallPlan& plan);

// Whether an earlier install() did it, and the broker is of the pinned version.
bool is_installed(const Adapter& adapter, const InstallPlan& plan);

// Does it. What the commands print goes to standard error. Where a command fails, or the broker then says another
// version than the pinned one, the folder is removed again. Throws InstallFault.
void install(const Adapter& adapter, const InstallPlan& plan);

struct RemovalPlan {
    std::filesystem::path home;
    std::filesystem::path folder;
    std::vector<InstallCommand> commands;
};

// What remove() would do; unset: nothing was installed by install().
std::optional<RemovalPlan> plan_removal(const Adapter& adapter);
std::string to_text(const RemovalPlan& plan);
// Throws InstallFault.
void remove(const RemovalPlan& plan);

}  // namespace gauntlet::broker
