// What Gauntlet knows about one broker: adapters/NAME/adapter.toml and its templates, read when the program runs.
// The file's format is in docs/adapters.md.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gauntlet/broker/bad_input.hpp"
#include "gauntlet/broker/text_pattern.hpp"
#include "gauntlet/core/transport.hpp"

namespace gauntlet::broker {

// What the user gave for a listener that we did not start.
struct UserInputs {
    std::set<std::string, std::less<>> options;  // "--ca", "--cert", "--client-ca-key", "--username", "--pki" …
    std::set<std::string, std::less<>> profile_capabilities;  // core::needs() of the user's --profile
};

// A capability as declared: absent with a reason, or present, or present if the user gave one of some options.
struct Declared {
    std::string reason;                // not empty: absent
    std::vector<std::string> options;  // not empty: present if one was given ("--profile": if that profile needs it)
    std::map<core::Transport, std::string> reasons;  // over these transports it is absent
};

// Why a cell cannot run: verdict `skipped` (the user could mend it), or `unsupported` (the broker cannot).
struct Lack {
    bool skipped = false;
    std::string why;
};

// A program that the adapter needs.
struct Program {
    std::string name;                            // "binary", or the name of a tool: KEY of --set ADAPTER.KEY=PATH
    std::vector<std::string> names;              // of the executable file
    std::vector<std::filesystem::path> folders;  // searched after $PATH
    bool self = false;                           // the running program itself: neither names nor folders
    bool is_file = false;                        // a file that is read, a module or a library, and no program
};

// A text of an adapter that is a mustache template, checked when it is read.
struct Template {
    std::string source;  // "FILE:LINE" where it stands, for errors
    std::string text;
};

// A file that is written into the instance's folder before the start.
struct FileRule {
    bool each_listener = false;  // once for every listener, with its variables
    std::string when;            // a yes-or-no variable of the listener; empty: always
    Template path;               // relative to the instance's folder
    Template content;
};

// A command that must end with exit code 0 before the start.
struct PrepareRule {
    bool each_listener = false;
    std::string when;
    bool on_reload = false;  // again before the broker is told to reload
    std::vector<Template> command;
};

// How many listeners one instance can have.
enum class Fit {
    one,          // one of one profile
    one_profile,  // of one profile, over each transport one
    many,         // of several profiles
};

// A port on 127.0.0.1 beside those that a listener's profile asks for.
struct PortRule {
    std::string name;            // of the variable ports.NAME
    bool each_listener = false;  // every listener has one
};

// A further process of the instance, started before the broker and ended after it.
struct Companion {
    std::string name;  // for messages
    std::vector<Template> command;
    std::map<std::string, Template> environment;
    std::optional<TextPattern> ready;  // the log line that claims readiness
    std::string port;                  // a port of the instance that it opens; empty: none
    std::chrono::milliseconds ready_deadline{0};
    int stop_signal = 0;
    std::chrono::milliseconds stop_grace{0};
};

// How the broker is made to read its files again while it runs.
struct ReloadRule {
    int signal = 0;                   // 0: it looks at its files by itself
    std::optional<TextPattern> done;  // the log line that says it: who connects after it is judged by the new files
};

// A command that installs the broker, or a part of it. Its templates know {{folder}}, {{scratch}} and {{adapter}}.
struct InstallStep {
    std::vector<Template> command;
    std::map<std::string, Template> environment;
};

// How Gauntlet installs the broker: Debian's packages, or a pinned version by steps into a folder of its own.
struct InstallRule {
    std::vector<std::string> packages;         // of Debian; empty: by steps
    std::string version;                       // what the installed broker must then say it is
    std::map<std::string, std::string> needs;  // programs that the steps call → where they come from
    std::vector<InstallStep> steps;
};

// What the user can do about this broker where it fails a scenario.
struct Remedy {
    std::vector<std::string> scenarios;  // globs of scenario ids, or of TRANSPORT/SCENARIO
    std::string text;
};

struct Adapter {
    std::string name;                         // "mosquitto"
    std::string title;                        // "Eclipse Mosquitto"
    std::filesystem::path file;               // its adapter.toml
    bool external = false;                    // there is no process: the listener is the user's
    std::string install;                      // the command that installs it
    std::optional<InstallRule> install_rule;  // unset: Gauntlet does not install it, `install` says who does
    std::vector<core::Transport> transports;
    std::string websocket_path;  // that its ws and wss listeners are asked for
    Fit listeners = Fit::one;
    std::map<std::string, Declared, std::less<>> capabilities;  // every name of core::capabilities

    // What follows is empty for an external one.
    Program binary;
    std::vector<Program> tools;
    std::vector<std::string> settings;  // further KEYs of --set ADAPTER.KEY=VALUE[,VALUE...], for its templates
    std::vector<std::string> version_args;
    std::vector<Template> version_command;  // in place of the binary and version_args, where it is not empty
    std::optional<TextPattern> version_pattern;
    std::vector<PortRule> ports;
    std::vector<FileRule> files;
    std::vector<PrepareRule> prepare;
    std::vector<Companion> companions;
    std::vector<Template> command;
    std::map<std::string, Template> environment;
    std::optional<TextPattern> ready;       // the log line that claims readiness; unset: the broker writes none
    std::optional<TextPattern> port_taken;  // the log line of a start that failed because a port was in use
    std::chrono::milliseconds ready_deadline{0};
    std::size_t starts_at_once = 0;  // how many instances may start at a time; 0: as many as are asked for
    int stop_signal = 0;
    std::chrono::milliseconds stop_grace{0};
    std::optional<ReloadRule> reload;  // there with the capability `reload`, and only then
    std::vector<TextPattern> crash;    // log lines that no sane broker writes

    std::vector<Remedy> remedies;  // the first that matches a cell is the one for it

    // Why `capability` cannot be had, or nothing if it can. `capability` is one of core::capabilities. With a
    // transport, over that one.
    std::optional<Lack> lacks(std::string_view capability, const UserInputs& inputs = {},
                              std::optional<core::Transport> transport = std::nullopt) const;
};

// Reads adapters/NAME. Throws BadInput: a broken file, or an unknown name.
Adapter load_adapter(const std::filesystem::path& adapters, std::string_view name);
// All of them, by name.
std::vector<Adapter> load_adapters(const std::filesystem::path& adapters);

}  // namespace gauntlet::broker
