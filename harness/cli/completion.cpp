#include "completion.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <set>

#include "gauntlet/broker/adapter.hpp"
#include "gauntlet/broker/data_folder.hpp"
#include "gauntlet/core/flaw.hpp"
#include "own_scenarios.hpp"
#include "usage.hpp"
#include "value_names.hpp"

namespace gauntlet::cli {

namespace {

// The shells differ in how they cut words and show candidates; everything else is candidates().

// Readline takes '=' and ':' for ends of words (COMP_WORDBREAKS), so that --level=must comes as three of them.
constexpr std::string_view bash_script = R"(# bash completion of gauntlet; written by: gauntlet completion bash
_gauntlet() {
    local current=${COMP_WORDS[COMP_CWORD]} line
    [[ $current == = ]] && current=
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            :files)
                compopt -o filenames
                mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$current") ;;
            :folders)
                compopt -o filenames
                mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -d -- "$current") ;;
            *) COMPREPLY+=("${line%%$'\t'*}") ;;
        esac
    done < <("$1" complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _gauntlet gauntlet
)";

constexpr std::string_view zsh_script = R"(#compdef gauntlet
# zsh completion of gauntlet; written by: gauntlet completion zsh
_gauntlet() {
    local line
    local -a answers candidates
    answers=("${(@f)$("${words[1]}" complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    for line in "${answers[@]}"; do
        case $line in
            :files) compset -P '*='; _files ;;
            :folders) compset -P '*='; _files -/ ;;
            ?*) candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
        esac
    done
    (( ${#candidates} )) && _describe -t values gauntlet candidates
}
if [ "${funcstack[1]}" = _gauntlet ]; then
    _gauntlet "$@"
else
    compdef _gauntlet gauntlet
fi
)";

constexpr std::string_view fish_script = R"(# fish completion of gauntlet; written by: gauntlet completion fish
function __gauntlet_candidates
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    for line in ($before[1] complete $before[2..-1] "$current" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path $current
            case :folders
                __fish_complete_directories $current
            case '*'
                echo $line
        end
    end
end
complete -c gauntlet -f -a '(__gauntlet_candidates)'
)";

std::string_view script_of(const std::string& shell) {
    if (shell == "bash")
        return bash_script;
    if (shell == "zsh")
        return zsh_script;
    if (shell == "fish")
        return fish_script;
    throw UsageError(fmt::format("completion {}: there is bash, zsh and fish", shell));
}

bool is_shown(const CLI::App* command) {
    return !command->get_group().empty();
}

const CLI::App* subcommand(const CLI::App& command, const std::string& name) {
    for (const CLI::App* below : command.get_subcommands([](const CLI::App*) { return true; }))
        if (below->get_name() == name)
            return below;
    return nullptr;
}

const CLI::Option* option_of(const CLI::App& command, const std::string& word) {
    return word.size() > 1 && word.front() == '-' ? command.get_option_no_throw(word) : nullptr;
}

// Of several lines or sentences the first.
std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

class Candidates {
  public:
    explicit Candidates(std::string begun) : begun_(std::move(begun)) {}

    // What is put before each of them: "--level=".
    void lead_with(std::string lead) { lead_ = std::move(lead); }
    void add(std::string_view value, std::string_view about = {}) {
        if (value.starts_with(begun_))
            text_ += fmt::format("{}{}\t{}\n", lead_, value, first_line(std::string(about)));
    }
    void add_special(std::string_view name) { text_ += fmt::format("{}\n", name); }
    std::string take() { return std::move(text_); }

  private:
    std::string begun_;
    std::string lead_;
    std::string text_;
};

void add_choices(std::string_view choices, Candidates& candidates) {
    for (std::size_t end = 0; end != std::string_view::npos; choices = choices.substr(end + 1)) {
        end = choices.find('|');
        candidates.add(choices.substr(0, end));
        if (end == std::string_view::npos)
            break;
    }
}

void add_scenarios(Candidates& candidates) {
    for (const core::Scenario& scenario : all_scenarios({}))
        candidates.add(scenario.id(), scenario.title);
}

void add_profiles(Candidates& candidates) {
    std::set<std::string> names;
    for (const core::Scenario& scenario : all_scenarios({}))
        names.insert(std::string(scenario.profile.name));
    for (const std::string& name : names)
        candidates.add(name);
}

void add_brokers(Candidates& candidates) {
    for (const broker::Adapter& adapter : broker::load_adapters(broker::data_folder() / "adapters"))
        candidates.add(adapter.name);
}

void add_flaws(Candidates& candidates) {
    for (std::size_t i = 0; i < core::flaw_count; ++i) {
        const auto flaw = static_cast<core::Flaw>(i);
        candidates.add(core::name_of(flaw), core::text_of(flaw).sentence);
    }
}

void add_commands(const CLI::App& command, Candidates& candidates) {
    for (const CLI::App* below : command.get_subcommands(is_shown))
        candidates.add(below->get_name(), below->get_description());
}

void add_values(const CLI::App& root, const CLI::Option& option, Candidates& candidates) {
    const std::string name = value_name(option);
    if (name == "FILE")
        candidates.add_special(":files");
    else if (name == "DIR")
        candidates.add_special(":folders");
    else if (name == "SCENARIO" || name == "GLOB")
        add_scenarios(candidates);
    else if (name == "PROFILE")
        add_profiles(candidates);
    else if (name == "BROKER")
        add_brokers(candidates);
    else if (name == "FLAW")
        add_flaws(candidates);
    else if (name == "COMMAND")
        add_commands(root, candidates);
    else if (name.find('|') != std::string::npos)
        add_choices(name, candidates);
}

void add_options(const CLI::App& command, Candidates& candidates) {
    for (const CLI::Option* option : command.get_options())
        for (const std::string& name : option->get_lnames())
            candidates.add("--" + name, option->get_description());
    for (const CLI::Option* option : command.get_options())
        for (const std::string& name : option->get_snames())
            candidates.add("-" + name, option->get_description());
}

// Where the words before the last one lead.
struct Place {
    const CLI::App* command;
    const CLI::Option* waiting = nullptr;  // the option whose value comes next
    std::size_t positionals = 0;           // that are there already
};

Place place_of(const CLI::App& app, const std::vector<std::string>& words) {
    Place place{&app};
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const std::string& word = words[i];
        if (word == "=")  // of bash, between an option and its value
            continue;
        if (place.waiting != nullptr) {
            place.waiting = nullptr;
        } else if (const CLI::App* below = subcommand(*place.command, word)) {
            place = {below};
        } else if (const CLI::Option* option = option_of(*place.command, word)) {
            place.waiting = takes_value(*option) ? option : nullptr;
        } else if (!word.starts_with('-')) {
            ++place.positionals;
        }
    }
    return place;
}

void add_positional(const CLI::App& app, const Place& place, Candidates& candidates) {
    std::size_t number = 0;
    for (const CLI::Option* option : place.command->get_options())
        if (option->get_positional() && number++ == place.positionals)
            add_values(app, *option, candidates);
}

}  // namespace

std::string candidates(const CLI::App& app, const std::vector<std::string>& words) {
    const Place place = place_of(app, words);
    std::string begun = words.empty() || words.back() == "=" ? std::string() : words.back();
    if (place.waiting != nullptr) {
        Candidates found(std::move(begun));
        add_values(app, *place.waiting, found);
        return found.take();
    }
    if (const std::size_t equals = begun.find('='); begun.starts_with("--") && equals != std::string::npos) {
        Candidates found(begun.substr(equals + 1));
        found.lead_with(begun.substr(0, equals + 1));
        if (const CLI::Option* option = option_of(*place.command, begun.substr(0, equals)))
            add_values(app, *option, found);
        return found.take();
    }
    const bool is_option = begun.starts_with('-');
    Candidates found(std::move(begun));
    if (is_option) {
        add_options(*place.command, found);
    } else {
        add_commands(*place.command, found);
        add_positional(app, place, found);
    }
    return found.take();
}

void add_completion(CLI::App& app, int& exit_code) {
    CLI::App* command = app.add_subcommand("completion", "Print what makes a shell complete the command line");
    const auto shell = std::make_shared<std::string>();
    command->add_option("shell", *shell, "bash, zsh or fish")->required();
    command->footer(
        "\nbash: source <(gauntlet completion bash)\n"
        "zsh:  source <(gauntlet completion zsh)\n"
        "fish: gauntlet completion fish | source");
    command->callback([shell, &exit_code] {
        fmt::print("{}", script_of(*shell));
        exit_code = 0;
    });
}

}  // namespace gauntlet::cli
