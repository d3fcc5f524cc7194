#include "man.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "usage.hpp"
#include "value_names.hpp"
#include "version.hpp"

namespace gauntlet::cli {

namespace {

// groff_man(7): a backslash is \e, a hyphen that may be copied is \-, and a line that begins with a dot or a quote is a
// request unless \& stands before it.
std::string escaped(std::string_view text) {
    std::string out;
    bool begins = true;
    for (const char c : text) {
        if (begins && (c == '.' || c == '\''))
            out += "\\&";
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
        begins = c == '\n';
    }
    return out;
}

bool is_shown(const CLI::App* command) {
    return !command->get_group().empty();
}

std::vector<const CLI::App*> commands_of(const CLI::App& command) {
    return command.get_subcommands([](const CLI::App* below) { return is_shown(below); });
}

// "gauntlet-run"
std::string page_name(const CLI::App& command) {
    return command.get_parent() == nullptr ? command.get_name()
                                           : page_name(*command.get_parent()) + "-" + command.get_name();
}

// "gauntlet run"
std::string full_name(const CLI::App& command) {
    return command.get_parent() == nullptr ? command.get_name()
                                           : full_name(*command.get_parent()) + " " + command.get_name();
}

// What stands behind the name in the synopsis: its positional arguments, or that it has subcommands.
std::string synopsis_of(const CLI::App& command) {
    std::string text = fmt::format(".B {}\n[\\fIOPTION\\fR]...\n", escaped(full_name(command)));
    for (const CLI::Option* option : command.get_options([](const CLI::Option* o) { return o->get_positional(); })) {
        const std::string name = escaped(value_name(*option));
        text += option->get_required() ? fmt::format("\\fI{}\\fR\n", name) : fmt::format("[\\fI{}\\fR]\n", name);
    }
    if (!commands_of(command).empty())
        text += "\\fICOMMAND\\fR\n";
    return text;
}

// "-v, --verbose"; of a positional argument what it is called.
std::string names_of(const CLI::Option& option) {
    std::string text;
    for (const std::string& name : option.get_snames())
        text += fmt::format("{}\\fB{}\\fR", text.empty() ? "" : ", ", escaped("-" + name));
    for (const std::string& name : option.get_lnames())
        text += fmt::format("{}\\fB{}\\fR", text.empty() ? "" : ", ", escaped("--" + name));
    return text;
}

std::string option_text(const CLI::Option& option) {
    std::string text = ".TP\n" + names_of(option);
    if (takes_value(option))
        text += fmt::format("{}\\fI{}\\fR", option.nonpositional() ? " " : "", escaped(value_name(option)));
    text += "\n" + escaped(option.get_description());
    if (const std::string value = option.get_default_str(); !value.empty())
        text += fmt::format(" (default: {})", escaped(value));
    return text + "\n";
}

std::string options_text(const CLI::App& command) {
    std::string text;
    for (const CLI::Option* option : command.get_options())
        text += option_text(*option);
    return text;
}

std::string commands_text(const CLI::App& command, bool with_pages) {
    std::string text;
    for (const CLI::App* below : commands_of(command))
        text += fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", escaped(with_pages ? page_name(*below) : below->get_name()),
                            with_pages ? "(1)" : "", escaped(below->get_description()));
    return text;
}

// The footer as it stands, for it has columns.
std::string footer_text(const CLI::App& command) {
    std::string footer = command.get_footer();
    const std::size_t begin = footer.find_first_not_of('\n');
    if (begin == std::string::npos)
        return {};
    footer = footer.substr(begin, footer.find_last_not_of('\n') + 1 - begin);
    return ".SH NOTES\n.nf\n" + escaped(footer) + "\n.fi\n";
}

constexpr std::string_view files_and_environment = R"(.SH FILES
.TP
.I gauntlet\-out/TIME\-SEED
The folder of a run: record.json, reports, transcripts, captures, logs of the brokers and the PKI that was used.
.SH ENVIRONMENT
.TP
.B NO_COLOR
Switches colour off.
.TP
.B GAUNTLET_DATA
A folder with adapters to use instead of the installed one.
.TP
.B SSLKEYLOGFILE
A file that the secrets of each TLS connection are appended to.
)";

std::string page_of(const CLI::App& command) {
    const bool whole = command.get_parent() == nullptr;
    std::string text = fmt::format(".TH {} 1 \"\" \"gauntlet {}\" \"User Commands\"\n", escaped(page_name(command)),
                                   escaped(tool().version));
    // Lines are not filled into one, nor words cut, where there is a command to copy.
    text += fmt::format(".nh\n.ad l\n.SH NAME\n{} \\- {}\n", escaped(page_name(command)),
                        escaped(command.get_description()));
    text += ".SH SYNOPSIS\n" + synopsis_of(command);
    for (const CLI::App* below : whole ? std::vector<const CLI::App*>{} : commands_of(command))
        text += ".br\n" + synopsis_of(*below);
    text += ".SH OPTIONS\n" + options_text(command);
    if (whole)
        text += ".SH COMMANDS\n" + commands_text(command, true);
    for (const CLI::App* below : whole ? std::vector<const CLI::App*>{} : commands_of(command))
        text += fmt::format(".SH {}\n{}\n{}", escaped(full_name(*below)), escaped(below->get_description()),
                            options_text(*below));
    text += footer_text(command);
    if (whole)
        text += files_and_environment;
    else
        text += ".SH SEE ALSO\n.BR gauntlet (1)\n";
    return text;
}

const CLI::App& find(const CLI::App& app, const std::string& name) {
    if (name.empty())
        return app;
    std::string names;
    for (const CLI::App* command : commands_of(app)) {
        if (command->get_name() == name)
            return *command;
        names += (names.empty() ? "" : ", ") + command->get_name();
    }
    throw UsageError(fmt::format("man {}: there is {}", name, names));
}

std::string names_of_pages(const CLI::App& app) {
    std::string text;
    for (const CLI::App* command : commands_of(app))
        text += command->get_name() + "\n";
    return text;
}

}  // namespace

void add_man(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("man", "Print a manual page: gauntlet man run | man -l -");
    const auto name = std::make_shared<std::string>();
    const auto list = std::make_shared<bool>(false);
    command->add_option("command", *name, "Of this command (default: of the program)");
    command->add_flag("--list", *list, "List the commands that have a page");
    command->callback([&app, name, list, &exit_code] {
        fmt::print("{}", *list ? names_of_pages(app) : page_of(find(app, *name)));
        exit_code = 0;
    });
}

}  // namespace gauntlet::cli
