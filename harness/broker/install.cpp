#include "gauntlet/broker/install.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <kainjow/mustache.hpp>
#include <sstream>

#include "gauntlet/broker/installation.hpp"
#include "run_command.hpp"
#include "search.hpp"
#include "template_text.hpp"

namespace gauntlet::broker {
namespace {

namespace fs = std::filesystem;

// In a folder that install() fills: what says that it did, from the first moment on and when it was done. The second
// one lists the packages that were not here before.
constexpr const char* begun_mark = "gauntlet-install.begun";
constexpr const char* done_mark = "gauntlet-install";

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

bool is_there(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

fs::path home_of(const Adapter& adapter) {
    const auto brokers = installed_brokers();
    if (!brokers)
        throw InstallFault("neither XDG_DATA_HOME nor HOME is set, which say where brokers are installed; set one");
    return *brokers / adapter.name;
}

// The folder behind a link of --into.
fs::path behind(const fs::path& home) {
    std::error_code error;
    return fs::is_symlink(home, error) ? fs::read_symlink(home, error) : home;
}

bool is_root() {
    return ::geteuid() == 0;
}

void require_program(const std::string& name, const std::string& hint) {
    if (!search_path(name))
        throw InstallFault(fmt::format("{} is needed and not installed: {}", name, hint));
}

// `verb`: install or remove.
InstallCommand package_command(const Adapter& adapter, const char* verb, const std::vector<std::string>& packages) {
    const std::string words = fmt::format("apt-get {} {}", verb, fmt::join(packages, " "));
    require_program("apt-get", fmt::format("{} comes as Debian's packages {}; install it by hand and give --set "
                                           "{}.binary=PATH",
                                           adapter.title, fmt::join(packages, " "), adapter.name));
    if (!is_root() && !search_path("sudo"))
        throw InstallFault(fmt::format("Debian's packages need root, and there is no sudo; run as root: {}", words));
    InstallCommand command{
        .command = {"sh", (adapter.file.parent_path().parent_path() / "debian-packages").string(), verb},
        .environment = {}};
    command.command.insert(command.command.end(), packages.begin(), packages.end());
    return command;
}

InstallCommand rendered(const InstallStep& step, const kainjow::mustache::data& context) {
    InstallCommand command;
    for (const Template& argument : step.command)
        command.command.push_back(render(argument, context));
    for (const auto& [name, value] : step.environment)
        command.environment.push_back(name + "=" + render(value, context));
    return command;
}

std::vector<InstallCommand> step_commands(const Adapter& adapter, const fs::path& folder) {
    kainjow::mustache::data context(kainjow::mustache::data::type::object);
    context.set("folder", folder.string());
    context.set("scratch", (folder / "scratch").string());
    context.set("adapter", adapter.file.parent_path().string());
    std::vector<InstallCommand> commands;
    for (const InstallStep& step : adapter.install_rule->steps)
        commands.push_back(rendered(step, context));
    return commands;
}

bool was_begun(const fs::path& folder) {
    return is_there(folder / begun_mark) || is_there(folder / done_mark);
}

// Absent, empty, or the remains of an installation that was interrupted.
void require_vacant(const fs::path& folder) {
    std::error_code error;
    if (is_there(folder) && !is_there(folder / begun_mark) && !fs::is_empty(folder, error))
        throw InstallFault(
            fmt::format("{}: is not empty; empty it, or name another folder with --into", folder.string()));
}

void discard(const InstallPlan& plan) {
    std::error_code error;
    fs::remove_all(plan.folder, error);
    if (plan.home != plan.folder)
        fs::remove(plan.home, error);
}

void write_mark(const fs::path& file) {
    std::ofstream(file) << "";
    if (!is_there(file))
        throw InstallFault(fmt::format("{}: cannot be written; name another folder with --into", file.string()));
}

void prepare(const InstallPlan& plan) {
    std::error_code error;
    discard(plan);  // remains of an earlier try
    fs::create_directories(plan.folder / "scratch", error);
    write_mark(plan.folder / begun_mark);
    if (plan.home == plan.folder)
        return;
    fs::create_directories(plan.home.parent_path(), error);
    fs::create_directory_symlink(plan.folder, plan.home, error);
    if (error)
        throw InstallFault(fmt::format("{}: cannot be made ({}); see that its folder can be written",
                                       plan.home.string(), error.message()));
}

void run_all(const InstallPlan& plan) {
    for (const InstallCommand& command : plan.commands)
        run_command(command, plan.folder / "scratch", plan.packages.empty() ? fs::path() : plan.folder / "packages");
}

// From here on it is found.
void finish(const InstallPlan& plan) {
    std::error_code error;
    fs::remove_all(plan.folder / "scratch", error);
    if (!plan.packages.empty())
        fs::rename(plan.folder / "packages", plan.folder / begun_mark, error);
    fs::rename(plan.folder / begun_mark, plan.folder / done_mark, error);
    if (error)
        throw InstallFault(
            fmt::format("{}: cannot be renamed ({})", (plan.folder / begun_mark).string(), error.message()));
}

// The pinned version is what was asked for: another one is not what the adapter was written for.
void check_version(const Adapter& adapter, const InstallPlan& plan) {
    const Installation found = locate(adapter);
    if (!found.found())
        throw InstallFault(fmt::format("it was installed and is not found: {}", found.missing));
    if (!plan.version.empty() && found.version != plan.version)
        throw InstallFault(fmt::format("{} says that it is version {}, and {} was to be installed",
                                       found.binary.string(), found.version, plan.version));
}

std::string line_of(const InstallCommand& command) {
    return fmt::format("  runs {}{}{}\n", fmt::join(command.environment, " "), command.environment.empty() ? "" : " ",
                       fmt::join(command.command, " "));
}

std::vector<std::string> words_of(const fs::path& file) {
    std::ifstream stream(file);
    return {std::istream_iterator<std::string>(stream), {}};
}

}  // namespace

std::optional<fs::path> installed_brokers() {
    const std::string data = variable("XDG_DATA_HOME");
    const std::string home = variable("HOME");
    if (data.starts_with('/'))  // the specification has others ignored
        return fs::path(data) / "gauntlet" / "brokers";
    if (is_root())
        return fs::path("/var/lib/gauntlet/brokers");
    if (home.starts_with('/'))
        return fs::path(home) / ".local" / "share" / "gauntlet" / "brokers";
    return std::nullopt;
}

std::optional<fs::path> installed_programs(std::string_view name) {
    const auto brokers = installed_brokers();
    if (!brokers || !is_there(*brokers / name / done_mark))
        return std::nullopt;
    return behind(*brokers / name) / "bin";
}

InstallPlan plan_install(const Adapter& adapter, const fs::path& into) {
    if (!adapter.install_rule)
        throw BadInput(fmt::format("{}: Gauntlet does not install it; {}", adapter.name,
                                   adapter.install.empty() ? "it is a listener that runs already" : adapter.install));
    const InstallRule& rule = *adapter.install_rule;
    if (!rule.packages.empty() && !into.empty())
        throw BadInput(fmt::format("--into {}: the package manager says where the packages of {} go; leave it out",
                                   into.string(), adapter.name));
    InstallPlan plan{
        .home = home_of(adapter), .folder = {}, .commands = {}, .packages = rule.packages, .version = rule.version};
    plan.folder = into.empty() ? plan.home : into;
    if (!rule.packages.empty()) {
        plan.commands.push_back(package_command(adapter, "install", rule.packages));
        return plan;
    }
    for (const auto& [program, hint] : rule.needs)
        require_program(program, hint);
    plan.commands = step_commands(adapter, plan.folder);
    return plan;
}

std::string to_text(const InstallPlan& plan) {
    std::string text;
    if (plan.packages.empty())
        text = fmt::format("  installs version {} into {}\n", plan.version, plan.folder.string());
    else
        text = fmt::format(
            "  installs Debian's packages {}, in the versions of the distribution{}\n  leaves their services stopped "
            "and switched off\n  notes in {} what it added\n",
            fmt::join(plan.packages, " "), is_root() ? "" : ", by sudo", plan.folder.string());
    if (plan.home != plan.folder)
        text += fmt::format("  links {} to it\n", plan.home.string());
    for (const InstallCommand& command : plan.commands)
        text += line_of(command);
    return text;
}

bool is_installed(const Adapter& adapter, const InstallPlan& plan) {
    if (!is_there(plan.home / done_mark))
        return false;
    const Installation installation = locate(adapter);
    return installation.found() && (plan.version.empty() || installation.version == plan.version);
}

void install(const Adapter& adapter, const InstallPlan& plan) {
    if (is_there(plan.home / done_mark))
        throw InstallFault(fmt::format("{} was installed already, in {}; remove it first: gauntlet brokers remove {}",
                                       adapter.name, behind(plan.home).string(), adapter.name));
    require_vacant(plan.home);
    require_vacant(plan.folder);
    try {
        prepare(plan);
        run_all(plan);
        finish(plan);
        check_version(adapter, plan);
    } catch (const InstallFault&) {
        discard(plan);
        throw;
    }
}

std::optional<RemovalPlan> plan_removal(const Adapter& adapter) {
    RemovalPlan plan{.home = home_of(adapter), .folder = {}, .commands = {}};
    plan.folder = behind(plan.home);
    if (!was_begun(plan.folder))
        return std::nullopt;
    if (const std::vector<std::string> packages = words_of(plan.folder / done_mark); !packages.empty())
        plan.commands.push_back(package_command(adapter, "remove", packages));
    return plan;
}

std::string to_text(const RemovalPlan& plan) {
    std::string text;
    for (const InstallCommand& command : plan.commands)
        text += line_of(command);
    text += fmt::format("  removes {}\n", plan.folder.string());
    if (plan.home != plan.folder)
        text += fmt::format("  removes the link {}\n", plan.home.string());
    return text;
}

void remove(const RemovalPlan& plan) {
    for (const InstallCommand& command : plan.commands)
        run_command(command, plan.folder);
    std::error_code error;
    fs::remove_all(plan.folder, error);
    if (error)
        throw InstallFault(fmt::format("{}: cannot be removed: {}", plan.folder.string(), error.message()));
    if (plan.home != plan.folder)
        fs::remove(plan.home, error);
}

}  // namespace gauntlet::broker
