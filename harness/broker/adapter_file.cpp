#include "adapter_file.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <iterator>

#include "gauntlet/core/capability.hpp"
#include "gauntlet/core/one_line.hpp"
#include "template_text.hpp"
#include "toml_table.hpp"
#include "variables.hpp"

namespace gauntlet::broker {
namespace {

// Options that a capability of an external listener may depend on.
constexpr std::array<std::string_view, 7> input_options{"--ca",       "--cert", "--client-ca", "--client-ca-key",
                                                        "--username", "--pki",  "--profile"};

constexpr std::array<std::pair<std::string_view, int>, 5> signals{
    {{"TERM", SIGTERM}, {"INT", SIGINT}, {"QUIT", SIGQUIT}, {"HUP", SIGHUP}, {"KILL", SIGKILL}}};

constexpr std::array<std::pair<std::string_view, Fit>, 3> fits{
    {{"one", Fit::one}, {"one-profile", Fit::one_profile}, {"many", Fit::many}}};

class Reader {
  public:
    Reader(const std::filesystem::path& file, const toml::table& table) : file_(file), root_(file, table, "the file") {
        adapter_.file = file;
    }

    Adapter read() {
        read_head();
        read_capabilities();
        if (!adapter_.external) {
            read_install();
            read_programs();
            read_settings();
            read_ports();
            read_version();
            for (TomlTable& companion : root_.tables("companion"))
                read_companion(companion);
            read_start();
            read_stop();
            read_reload();
            read_log();
            for (TomlTable& remedy : root_.tables("remedy"))
                read_remedy(remedy);
            for (TomlTable& rule : root_.tables("file"))
                read_file_rule(rule);
            for (TomlTable& rule : root_.tables("prepare"))
                read_prepare_rule(rule);
        }
        root_.finish();
        return std::move(adapter_);
    }

  private:
    void read_head() {
        const Text name = root_.text("name");
        const std::string folder = file_.parent_path().filename().string();
        if (name.value != folder)
            root_.fail(name.line,
                       fmt::format("\"name\" is \"{}\" but the folder is {}; make them equal", name.value, folder));
        adapter_.name = name.value;
        adapter_.title = root_.text("title").value;
        adapter_.external = root_.optional_bool("external");
        for (const Text& item : root_.texts("transports"))
            adapter_.transports.push_back(transport(item));
        read_websocket_path();
        const Text listeners = root_.text("listeners");
        const auto* const fit =
            std::find_if(fits.begin(), fits.end(), [&](const auto& row) { return row.first == listeners.value; });
        if (fit == fits.end())
            root_.fail(listeners.line, "\"listeners\" must be \"one\", \"one-profile\" or \"many\"");
        adapter_.listeners = fit->second;
    }

    void read_install() {
        if (!root_.require("install").is_table()) {
            adapter_.install = root_.text("install").value;
            return;
        }
        adapter_.install = "gauntlet brokers install " + adapter_.name;
        TomlTable table = root_.table("install");
        InstallRule rule;
        for (const Text& item : table.optional_texts("packages"))
            rule.packages.push_back(item.value);
        if (rule.packages.empty())
            read_install_steps(table, rule);
        table.finish();
        adapter_.install_rule = std::move(rule);
    }

    void read_install_steps(TomlTable& table, InstallRule& rule) const {
        rule.version = table.text("version").value;
        if (std::optional<TomlTable> needs = table.optional_table("needs"))
            for (const std::string& name : needs->keys())
                rule.needs[name] = needs->text(name).value;
        TemplateScope scope;
        scope.install = true;
        for (TomlTable& step : table.tables("step")) {
            rule.steps.push_back({templates(step, "command", scope), environment(step, scope)});
            step.finish();
        }
        if (rule.steps.empty())
            root_.fail(table.line(),
                       "[install] has neither \"packages\" nor [[install.step]]; add one, or write install = "
                       "\"COMMAND\" where Gauntlet does not install the broker");
    }

    void read_websocket_path() {
        const bool needed = !adapter_.external &&
                            std::any_of(adapter_.transports.begin(), adapter_.transports.end(), core::has_websocket);
        if (!needed)
            return;
        const Text path = root_.text("websocket_path");
        if (!path.value.starts_with('/'))
            root_.fail(path.line, "\"websocket_path\" must begin with /, as in \"/mqtt\"");
        adapter_.websocket_path = path.value;
    }

    void read_settings() {
        for (const Text& key : root_.optional_texts("settings")) {
            refuse_taken_key(key.value, key.line, "setting");
            adapter_.settings.push_back(key.value);
            scope_.settings.insert(key.value);
        }
    }

    // Of --set: `binary` and `wrapper` are there always.
    void refuse_taken_key(const std::string& name, Line line, std::string_view what) const {
        if (name == "binary" || name == "wrapper" || scope_.tools.contains(name) || scope_.settings.contains(name))
            root_.fail(line, fmt::format("a {} cannot be called \"{}\"; choose another name", what, name));
    }

    core::Transport transport(const Text& item) const {
        const auto* const found = std::find(core::transport_names.begin(), core::transport_names.end(), item.value);
        if (found == core::transport_names.end())
            root_.fail(item.line, fmt::format("unknown transport \"{}\"; use {}", item.value,
                                              fmt::join(core::transport_names, ", ")));
        return static_cast<core::Transport>(found - core::transport_names.begin());
    }

    void read_capabilities() {
        TomlTable table = root_.table("capabilities");
        for (const std::string& name : table.keys()) {
            const toml::node& node = table.require(name);
            if (!core::is_capability(name))
                root_.fail(TomlTable::line_of(node),
                           fmt::format("unknown capability \"{}\"; remove it (docs/adapters.md lists them)", name));
            adapter_.capabilities[name] = declared(name, node);
        }
        for (const core::Capability& capability : core::capabilities)
            if (!adapter_.capabilities.contains(capability.name))
                root_.fail(table.line(),
                           fmt::format("capability \"{0}\" is not declared; add {0} = true, or the reason "
                                       "why it is absent",
                                       capability.name));
    }

    Declared declared(const std::string& name, const toml::node& node) const {
        const Line line = TomlTable::line_of(node);
        if (const auto reason = node.value_exact<std::string>(); reason && !reason->empty())
            return {.reason = *reason, .options = {}, .reasons = {}};
        if (node.value_exact<bool>() == true)
            return {};
        if (adapter_.external && node.is_table()) {
            TomlTable table(file_, *node.as_table(), "capability \"" + name + "\"");
            Declared result;
            for (const Text& option : table.texts("options"))
                result.options.push_back(input_option(option));
            table.finish();
            if (result.options.empty())
                root_.fail(line, "\"options\" is empty; name the options that give the capability");
            return result;
        }
        if (node.is_table() && !adapter_.external)
            return absent_over_some(name, *node.as_table());
        root_.fail(line, fmt::format("capability \"{}\" must be true or the reason why it is absent{}", name,
                                     adapter_.external ? ", or { options = [\"--cert\"] }" : ""));
    }

    // { wss = "the reason why it is absent there" }
    Declared absent_over_some(const std::string& name, const toml::table& node) const {
        TomlTable table(file_, node, "capability \"" + name + "\"");
        Declared result;
        for (const std::string& key : table.keys()) {
            const core::Transport over = transport({key, table.line()});
            const Text reason = table.text(key);
            if (std::find(adapter_.transports.begin(), adapter_.transports.end(), over) == adapter_.transports.end())
                root_.fail(reason.line, fmt::format("the broker has no listener for \"{}\"; remove it", key));
            result.reasons[over] = reason.value;
        }
        return result;
    }

    std::string input_option(const Text& option) const {
        if (std::find(input_options.begin(), input_options.end(), option.value) == input_options.end())
            root_.fail(option.line,
                       fmt::format("unknown option \"{}\"; use {}", option.value, fmt::join(input_options, ", ")));
        return option.value;
    }

    void read_programs() {
        TomlTable binary = root_.table("binary");
        adapter_.binary = binary.optional_bool("self") ? itself(binary) : program("binary", binary);
        std::optional<TomlTable> tools = root_.optional_table("tools");
        if (!tools)
            return;
        for (const std::string& name : tools->keys()) {
            TomlTable tool = tools->table(name);
            refuse_taken_key(name, tool.line(), "tool");
            adapter_.tools.push_back(program(name, tool));
            scope_.tools.insert(name);
        }
    }

    static Program itself(const TomlTable& table) {
        Program result;
        result.name = "binary";
        result.self = true;
        table.finish();
        return result;
    }

    static Program program(const std::string& name, TomlTable& table) {
        Program result;
        result.name = name;
        for (const Text& item : table.texts("names"))
            result.names.push_back(item.value);
        for (const Text& item : table.optional_texts("folders"))
            result.folders.emplace_back(item.value);
        if (name != "binary")
            result.is_file = table.optional_bool("file");
        table.finish();
        return result;
    }

    void read_version() {
        TomlTable table = root_.table("version");
        if (table.has("command"))
            adapter_.version_command = templates(table, "command", scope_);
        else
            for (const Text& item : table.texts("args"))
                adapter_.version_args.push_back(item.value);
        adapter_.version_pattern = pattern(table.text("pattern"));
        table.finish();
    }

    void read_ports() {
        for (TomlTable& table : root_.tables("port")) {
            const Text name = table.text("name");
            PortRule rule{name.value, each_listener(table)};
            table.finish();
            if (scope_.ports.contains(rule.name) || scope_.listener_ports.contains(rule.name))
                root_.fail(name.line, fmt::format("there are two ports called \"{}\"; name them apart", rule.name));
            (rule.each_listener ? scope_.listener_ports : scope_.ports).insert(rule.name);
            adapter_.ports.push_back(std::move(rule));
        }
    }

    void read_companion(TomlTable& table) {
        Companion companion;
        companion.name = table.text("name").value;
        companion.command = templates(table, "command", scope_);
        companion.environment = environment(table, scope_);
        if (const auto ready = table.optional_text("ready"))
            companion.ready = pattern(*ready);
        if (const auto port = table.optional_text("port")) {
            if (!scope_.ports.contains(port->value))
                root_.fail(port->line, fmt::format("there is no [[port]] of the instance called \"{}\"; add it, or "
                                                   "correct the name",
                                                   port->value));
            companion.port = port->value;
        }
        if (!companion.ready && companion.port.empty())
            root_.fail(table.line(), "a [[companion]] has \"ready\" or \"port\"; say how it is seen to be ready");
        companion.ready_deadline = std::chrono::milliseconds(table.positive("deadline_ms"));
        companion.stop_signal = signal(table);
        companion.stop_grace = std::chrono::milliseconds(table.positive("grace_ms"));
        table.finish();
        adapter_.companions.push_back(std::move(companion));
    }

    void read_start() {
        TomlTable table = root_.table("start");
        adapter_.command = templates(table, "command", scope_);
        adapter_.environment = environment(table, scope_);
        if (const auto ready = table.optional_text("ready"))
            adapter_.ready = pattern(*ready);
        if (const auto taken = table.optional_text("port_taken"))
            adapter_.port_taken = pattern(*taken);
        adapter_.ready_deadline = std::chrono::milliseconds(table.positive("deadline_ms"));
        if (table.has("at_once"))
            adapter_.starts_at_once = static_cast<std::size_t>(table.positive("at_once"));
        table.finish();
    }

    int signal(TomlTable& table) const {
        const Text name = table.text("signal");
        const auto* const found =
            std::find_if(signals.begin(), signals.end(), [&name](const auto& row) { return row.first == name.value; });
        if (found == signals.end())
            root_.fail(name.line, fmt::format("unknown signal \"{}\"; use TERM, INT, QUIT, HUP or KILL", name.value));
        return found->second;
    }

    void read_reload() {
        const bool declared = adapter_.capabilities.at("reload").reason.empty();
        std::optional<TomlTable> table = root_.optional_table("reload");
        if (!table && !declared)
            return;
        if (!table)
            root_.fail(root_.table("capabilities").line(),
                       "capability \"reload\" is declared; add [reload] with \"signal\" and \"done\"");
        if (!declared)
            root_.fail(table->line(), "[reload] is there, but the capability \"reload\" is not; remove one of them");
        ReloadRule rule;
        if (table->has("signal")) {
            rule.signal = signal(*table);
            rule.done = pattern(table->text("done"));
        }
        adapter_.reload = rule;
        table->finish();
    }

    void read_stop() {
        TomlTable table = root_.table("stop");
        adapter_.stop_signal = signal(table);
        adapter_.stop_grace = std::chrono::milliseconds(table.positive("grace_ms"));
        table.finish();
    }

    void read_log() {
        std::optional<TomlTable> table = root_.optional_table("log");
        if (!table)
            return;
        for (const Text& item : table->texts("crash"))
            adapter_.crash.push_back(pattern(item));
        table->finish();
    }

    void read_remedy(TomlTable& table) {
        Remedy remedy;
        for (const Text& glob : table.texts("scenarios"))
            remedy.scenarios.push_back(glob.value);
        if (remedy.scenarios.empty())
            root_.fail(table.line(), "\"scenarios\" is empty; name ids, * stands for any characters");
        remedy.text = table.text("text").value;
        table.finish();
        adapter_.remedies.push_back(std::move(remedy));
    }

    TextPattern pattern(const Text& text) const {
        try {
            return TextPattern(text.value);
        } catch (const std::invalid_argument& error) {
            root_.fail(text.line, fmt::format("\"{}\" is no POSIX extended regular expression ({}); correct it",
                                              text.value, error.what()));
        }
    }

    Template checked(const Text& text, const TemplateScope& scope) const {
        check_template(file_, text.line.number, text.value, scope);
        return {fmt::format("{}:{}", file_.string(), text.line.number), text.value};
    }

    std::vector<Template> templates(TomlTable& table, const std::string& key, const TemplateScope& scope) const {
        const Line line = TomlTable::line_of(table.require(key));
        std::vector<Template> result;
        for (const Text& item : table.texts(key))
            result.push_back(checked(item, scope));
        if (result.empty())
            root_.fail(line, fmt::format("\"{}\" is empty; name a program", key));
        return result;
    }

    std::map<std::string, Template> environment(TomlTable& table, const TemplateScope& scope) const {
        std::map<std::string, Template> result;
        if (std::optional<TomlTable> variables = table.optional_table("environment"))
            for (const std::string& name : variables->keys())
                result[name] = checked(variables->text(name), scope);
        return result;
    }

    bool each_listener(TomlTable& table) const {
        const auto each = table.optional_text("each");
        if (each && each->value != "listener")
            root_.fail(each->line, "\"each\" must be \"listener\"; without it the rule applies once");
        return each.has_value();
    }

    TemplateScope scope_of(bool each) const {
        TemplateScope scope = scope_;
        scope.listener = each;
        return scope;
    }

    std::string condition(TomlTable& table, bool each) const {
        const auto when = table.optional_text("when");
        if (!when)
            return {};
        if (!each)
            root_.fail(when->line, "\"when\" asks a listener; add each = \"listener\"");
        if (std::find(yes_or_no_variables.begin(), yes_or_no_variables.end(), when->value) == yes_or_no_variables.end())
            root_.fail(when->line, fmt::format("\"when\" cannot be \"{}\"; use one of {}", when->value,
                                               fmt::join(yes_or_no_variables, ", ")));
        return when->value;
    }

    void read_file_rule(TomlTable& table) {
        FileRule rule;
        rule.each_listener = each_listener(table);
        rule.when = condition(table, rule.each_listener);
        const TemplateScope scope = scope_of(rule.each_listener);
        const Text path = table.text("path");
        const std::filesystem::path relative(path.value);
        if (relative.is_absolute() || std::find(relative.begin(), relative.end(), "..") != relative.end())
            root_.fail(path.line, "\"path\" must stay in the instance's folder; make it relative, without ..");
        rule.path = checked(path, scope);
        rule.content = content(table, scope);
        table.finish();
        adapter_.files.push_back(std::move(rule));
    }

    Template content(TomlTable& table, const TemplateScope& scope) const {
        const auto inline_text = table.optional_text("content");
        const auto name = table.optional_text("template");
        if (inline_text.has_value() == name.has_value())
            root_.fail(table.line(), "a [[file]] has either \"content\" or \"template\"; give one of them");
        if (inline_text)
            return checked(*inline_text, scope);
        const std::filesystem::path path = file_.parent_path() / name->value;
        std::ifstream stream(path, std::ios::binary);
        std::error_code error;
        if (!stream || !std::filesystem::is_regular_file(path, error))
            root_.fail(name->line,
                       fmt::format("the template {} cannot be read; put it beside adapter.toml", path.string()));
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        check_template(path, 1, text, scope);
        return {path.string() + ":1", text};
    }

    void read_prepare_rule(TomlTable& table) {
        PrepareRule rule;
        rule.each_listener = each_listener(table);
        rule.when = condition(table, rule.each_listener);
        rule.on_reload = table.optional_bool("on_reload");
        rule.command = templates(table, "command", scope_of(rule.each_listener));
        table.finish();
        adapter_.prepare.push_back(std::move(rule));
    }

    const std::filesystem::path& file_;
    TomlTable root_;
    Adapter adapter_;
    TemplateScope scope_;
};

}  // namespace

Adapter read_adapter(const std::filesystem::path& file) {
    toml::table table;
    try {
        table = toml::parse_file(file.string());
    } catch (const toml::parse_error& error) {
        throw BadInput(fmt::format("{}:{}: {}; correct the TOML", file.string(), error.source().begin.line,
                                   core::one_line(error.description())));
    }
    return Reader(file, table).read();
}

}  // namespace gauntlet::broker
