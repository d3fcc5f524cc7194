#include "listener_arguments.hpp"

#include <CLI/CLI.hpp>

namespace gauntlet::cli {

void add_listener_options(CLI::App& command, ListenerOptions& options, const char* profile) {
    command.add_option("--profile", options.profile, profile)->capture_default_str();
    command.add_option("--ca", options.ca, "PEM that its certificate is verified with");
    command.add_option("--cert", options.cert, "PEM chain of a client that it accepts");
    command.add_option("--key", options.key, "PEM key of that client");
    command.add_option("--username", options.username, "A user that it accepts");
    command.add_option("--password-file", options.password_file, "File with that user's password");
    command.add_option("--pki", options.pki, "Folder of 'gauntlet pki make' that it was set up with");
    command.add_flag("--allow-remote", options.allow_remote, "The listener is not on this machine, and mine to test");
}

}  // namespace gauntlet::cli
