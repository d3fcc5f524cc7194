#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <sstream>

#include "context.hpp"
#include "gauntlet/broker/install.hpp"
#include "gauntlet/broker/installation.hpp"
#include "gauntlet/broker/supervisor.hpp"
#include "process.hpp"
#include "search.hpp"
#include "system_words.hpp"
#include "template_text.hpp"

namespace gauntlet::broker {
namespace {

constexpr int version_deadline_ms = 10000;

// Whether what the adapter asks for is there.
bool serves_as(const Program& program, const std::filesystem::path& path) {
    std::error_code error;
    return program.is_file ? std::filesystem::is_regular_file(path, error) : is_program(path);
}

// What was installed for Gauntlet goes first: the user asked for it.
std::vector<std::filesystem::path> search_folders(const Adapter& adapter, const Program& program) {
    std::vector<std::filesystem::path> folders = path_folders();
    folders.insert(folders.end(), program.folders.begin(), program.folders.end());
    if (const auto installed = installed_programs(adapter.name))
        folders.insert(folders.begin(), *installed);
    return folders;
}

std::optional<std::filesystem::path> search(const Adapter& adapter, const Program& program) {
    for (const std::filesystem::path& folder : search_folders(adapter, program))
        for (const std::string& name : program.names)
            if (serves_as(program, folder / name))
                return folder / name;
    return std::nullopt;
}

std::filesystem::path found(const Adapter& adapter, const Program& program) {
    std::error_code error;
    return program.self ? std::filesystem::read_symlink("/proc/self/exe", error)
                        : search(adapter, program).value_or(std::filesystem::path());
}

// The user's path if there is one, else what is found; an empty path: neither. The broker that a wrapper starts may be
// where only the wrapper sees it, in a container.
std::filesystem::path find(const Adapter& adapter, const Program& program, const Settings& settings) {
    const auto given = settings.find(program.name);
    if (given == settings.end())
        return found(adapter, program);
    const std::filesystem::path path = std::filesystem::absolute(given->second);
    const bool wrapped = program.name == adapter.binary.name && settings.contains("wrapper");
    if (!serves_as(program, path) && !wrapped)
        throw BadInput(fmt::format("--set {}.{}={}: there is no {}; correct the path", adapter.name, program.name,
                                   given->second, program.is_file ? "file" : "executable program"));
    return path;
}

void check_keys(const Adapter& adapter, const Settings& settings) {
    std::vector<std::string> known;
    if (!adapter.external) {
        known = {"binary", "wrapper"};
        for (const Program& tool : adapter.tools)
            known.push_back(tool.name);
        known.insert(known.end(), adapter.settings.begin(), adapter.settings.end());
    }
    for (const auto& [key, value] : settings)
        if (std::find(known.begin(), known.end(), key) == known.end())
            throw BadInput(fmt::format("--set {}.{}: unknown key; {}", adapter.name, key,
                                       known.empty() ? "it has none" : fmt::format("use {}", fmt::join(known, ", "))));
}

std::vector<std::string> split_at_blanks(const std::string& text) {
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

std::vector<std::string> split_at_commas(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> parts;
    for (std::string part; std::getline(stream, part, ',');)
        if (!part.empty())
            parts.push_back(part);
    return parts;
}

// The command of --set ADAPTER.wrapper, with the absolute path of its program; empty without that option.
std::vector<std::string> wrapper(const Adapter& adapter, const Settings& settings) {
    const auto given = settings.find("wrapper");
    if (given == settings.end())
        return {};
    std::vector<std::string> command = split_at_blanks(given->second);
    const std::string name = command.empty() ? "" : command.front();
    const std::filesystem::path path = name.find('/') == std::string::npos
                                           ? search_path(name).value_or(std::filesystem::path())
                                           : std::filesystem::absolute(name);
    if (!is_program(path))
        throw BadInput(fmt::format("--set {}.wrapper={}: there is no executable program \"{}\"; correct the command",
                                   adapter.name, given->second, name));
    command.front() = path.string();
    return command;
}

// What the broker prints; it need not end with exit code 0 (mosquitto -h ends with 3).
std::string output_of(const std::vector<std::string>& command) {
    const Descriptor output(::memfd_create("version", MFD_CLOEXEC));
    if (!output)
        throw StartFault(system_words("cannot make a memory file"));
    Process process(nullptr, {.command = command,
                              .environment = minimal_environment("/"),
                              .folder = "/",
                              .output = output.get(),
                              .identity = unprivileged_identity()});
    pollfd end{.fd = process.pidfd(), .events = POLLIN, .revents = 0};
    ::poll(&end, 1, version_deadline_ms);
    process.kill_group();
    process.finish();
    std::string text(64ULL << 10U, '\0');
    const ssize_t length = ::pread(output.get(), text.data(), text.size(), 0);
    text.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
    return text;
}

// What tells the version: the binary with arguments, or a command of the adapter's.
std::vector<std::string> version_command(const Adapter& adapter, const Installation& installation) {
    std::vector<std::string> command{installation.binary.string()};
    command.insert(command.end(), adapter.version_args.begin(), adapter.version_args.end());
    if (adapter.version_command.empty())
        return command;
    const auto variables = program_context(installation);
    command.clear();
    for (const Template& word : adapter.version_command)
        command.push_back(render(word, variables));
    return command;
}

std::optional<std::string> answer(const Adapter& adapter, const std::vector<std::string>& command) {
    std::istringstream lines(output_of(command));
    for (std::string line; std::getline(lines, line);)
        if (const auto version = adapter.version_pattern->capture(line))
            return *version;
    return std::nullopt;
}

// Of the broker that the wrapper starts: in a container it is another one than that of this machine.
std::string ask_version(const Adapter& adapter, const Installation& installation) {
    const std::vector<std::string> command = version_command(adapter, installation);
    std::vector<std::string> wrapped = installation.wrapper;
    wrapped.insert(wrapped.end(), command.begin(), command.end());
    if (const auto version = answer(adapter, wrapped))
        return *version;
    if (!is_program(installation.binary))
        throw BadInput(
            fmt::format("--set {0}.{1}={2}: there is no executable program, neither here nor behind --set "
                        "{0}.wrapper; correct the path, or the wrapper",
                        adapter.name, adapter.binary.name, installation.binary.string()));
    if (!installation.wrapper.empty())
        if (const auto version = answer(adapter, command))
            return *version;
    return "unknown";
}

}  // namespace

Installation locate(const Adapter& adapter, const Settings& settings) {
    check_keys(adapter, settings);
    Installation result;
    if (adapter.external)
        return result;
    const auto look_for = [&](const Program& program) {
        std::filesystem::path path = find(adapter, program, settings);
        if (path.empty() && result.missing.empty())
            result.missing =
                fmt::format("{} is not installed: no {} {} was found; install it with: {} (or give --set {}.{}=PATH)",
                            adapter.title, program.is_file ? "file" : "program", fmt::join(program.names, " or "),
                            adapter.install, adapter.name, program.name);
        return path;
    };
    result.binary = look_for(adapter.binary);
    for (const Program& tool : adapter.tools)
        result.tools[tool.name] = look_for(tool);
    result.wrapper = wrapper(adapter, settings);
    for (const std::string& key : adapter.settings)
        if (const auto given = settings.find(key); given != settings.end())
            result.settings[key] = split_at_commas(given->second);
    if (!result.binary.empty())
        try {
            result.version = ask_version(adapter, result);
        } catch (const StartFault& fault) {
            result.missing = fault.what();
        }
    return result;
}

}  // namespace gauntlet::broker
