#include "gauntlet/record/reproducer.hpp"

#include <fmt/format.h>

#include "gauntlet/core/step_text.hpp"
#include "gauntlet/recipe/time.hpp"
#include "steps_in_toml.hpp"
#include "toml_file.hpp"
#include "toml_text.hpp"

namespace gauntlet::record {

namespace {

constexpr std::string_view schema = "gauntlet.reproducer/1";
constexpr std::array<std::string_view, 5> file_keys{"schema", "finding", "broker", "alarm", "session"};
constexpr std::array<std::string_view, 2> finding_keys{"id", "plane"};
constexpr std::array<std::string_view, 8> broker_keys{"name",    "version", "set", "transport",
                                                      "profile", "seed",    "now", "configuration"};
constexpr std::array<std::string_view, 4> alarm_keys{"oracle", "signature", "text", "statements"};
constexpr std::array<std::string_view, 1> session_keys{"steps"};

const toml::table& required(const TomlFile& file, const toml::table& top, std::string_view key) {
    const toml::table* found = file.table(top, key);
    if (found == nullptr)
        file.fail(1, fmt::format("there is no [{}]; take the file as 'gauntlet fuzz' wrote it", key));
    return *found;
}

void read_broker(const TomlFile& file, const toml::table& table, Reproducer& reproducer) {
    file.check_keys(table, broker_keys, "in [broker]");
    reproducer.broker = file.text(table, "name", "add name = \"mosquitto\"");
    reproducer.version = file.optional_text(table, "version").value_or("");
    reproducer.set = file.texts(table, "set");
    const std::string transport = file.text(table, "transport", "add transport = \"mqtts\"");
    reproducer.transport = file.word<core::Transport>(table, "transport", transport, core::transport_names);
    reproducer.profile = file.text(table, "profile", "add profile = \"one-way\"");
    reproducer.seed = static_cast<std::uint64_t>(file.optional_number(table, "seed").value_or(0));
    const std::string now = file.text(table, "now", "add now = \"2026-01-31T00:00:00Z\"");
    const auto time = recipe::parse_rfc3339(now);
    if (!time)
        file.fail_at(table, "now", fmt::format("= {} is no time of RFC 3339; write \"2026-01-31T00:00:00Z\"", now));
    reproducer.now = *time;
    reproducer.configuration = file.optional_text(table, "configuration").value_or("");
}

void read_alarm(const TomlFile& file, const toml::table& table, Reproducer& reproducer) {
    file.check_keys(table, alarm_keys, "in [alarm]");
    reproducer.oracle = file.text(table, "oracle", "add oracle = \"core\"");
    reproducer.signature = file.text(table, "signature", "add signature = \"SIGSEGV\"");
    reproducer.text = file.optional_text(table, "text").value_or("");
    reproducer.statements = file.texts(table, "statements");
}

}  // namespace

std::string to_text(const Reproducer& reproducer) {
    std::string text = "# A finding of Gauntlet. Repeat it with: gauntlet replay FILE\n";
    text += toml_line("schema", schema);
    text += "\n[finding]\n" + toml_line("id", reproducer.finding) + toml_line("plane", reproducer.plane);
    text += "\n[alarm]\n" + toml_line("oracle", reproducer.oracle) + toml_line("signature", reproducer.signature) +
            toml_line("text", reproducer.text) + toml_line("statements", reproducer.statements);
    text += "\n[broker]\n" + toml_line("name", reproducer.broker) + toml_line("version", reproducer.version) +
            toml_line("set", reproducer.set) + toml_line("transport", core::to_string(reproducer.transport)) +
            toml_line("profile", reproducer.profile) + fmt::format("seed = {}\n", reproducer.seed) +
            toml_line("now", recipe::format_rfc3339(reproducer.now));
    if (!reproducer.configuration.empty())
        text += toml_block("configuration", reproducer.configuration);
    for (const auto& session : reproducer.sessions)
        text += "\n[[session]]\n" + toml_block("steps", core::to_text(session));
    return text;
}

Reproducer read_reproducer(const std::filesystem::path& path) {
    const TomlFile file(path, "a reproducer that 'gauntlet fuzz' wrote");
    const toml::table top = file.parse();
    const std::string found = file.text(top, "schema", fmt::format("add schema = \"{}\"", schema));
    if (found != schema)
        file.fail_at(top, "schema", fmt::format("is {}, this program reads \"{}\"", quote(found), schema));
    file.check_keys(top, file_keys, "at the top of the file");
    Reproducer reproducer;
    const toml::table& finding = required(file, top, "finding");
    file.check_keys(finding, finding_keys, "in [finding]");
    reproducer.finding = file.text(finding, "id", "add id = \"mosquitto-core-0123456789abcdef\"");
    reproducer.plane = file.optional_text(finding, "plane").value_or("");
    read_broker(file, required(file, top, "broker"), reproducer);
    read_alarm(file, required(file, top, "alarm"), reproducer);
    for (const toml::table* session : file.tables(top, "session")) {
        file.check_keys(*session, session_keys, "in a session");
        reproducer.sessions.push_back(read_steps(file, *session));
    }
    if (reproducer.sessions.empty())
        file.fail(1, "there is no session; add [[session]] with steps");
    return reproducer;
}

}  // namespace gauntlet::record
