// Every way of breaking an adapter's file ends in one line with the file, the line and how to mend it.
#include <gtest/gtest.h>

#include <algorithm>

#include "gauntlet/core/capability.hpp"
#include "support.hpp"

namespace gauntlet::broker::test {
namespace {

struct Broken {
    const char* name;
    std::string from;  // of the right file, replaced …
    std::string to;    // … by this
    int line;
    std::string message;
};

// So that a failing test prints its name.
void PrintTo(const Broken& broken, std::ostream* out) {
    *out << broken.name;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos)
        throw std::logic_error("the right adapter has no " + from);
    return text.replace(at, from.size(), to);
}

class BrokenAdapter : public testing::TestWithParam<Broken> {};

TEST_P(BrokenAdapter, is_named_with_file_and_line) {
    const Broken& broken = GetParam();
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "fake" / "adapter.toml";
    write_file(file, replaced(shell_adapter_text(), broken.from, broken.to));
    write_file(folder.path() / "fake" / "script", "echo\n");
    try {
        load_adapter(folder.path(), "fake");
        FAIL() << "no error";
    } catch (const BadInput& error) {
        EXPECT_EQ(error.what(), file.string() + ":" + std::to_string(broken.line) + ": " + broken.message);
    }
}

// Behind the capabilities, which stand in lines of their own from line 35 on.
const int reload_line = 35 + static_cast<int>(core::capabilities.size());
const int crl_line = 35 + static_cast<int>(std::ranges::find(core::capabilities, "crl", &core::Capability::name) -
                                           core::capabilities.begin());
std::string companion_text(const std::string& line) {
    return "[[companion]]\nname = \"c\"\ncommand = [\"true\"]\n" + line + "\n[start]";
}

const std::string known_in_start = "at_once, command, deadline_ms, environment, port_taken, ready";

INSTANTIATE_TEST_SUITE_P(
    table, BrokenAdapter,
    testing::Values(
        Broken{"unknown_key", "[stop]", "[stop]\ncolour = 1", 30,
               "unknown key \"colour\" in [stop]; remove it (known there: grace_ms, signal)"},
        Broken{"unknown_key_in_start", "deadline_ms = 10000", "deadline_ms = 10000\nred = 1", 27,
               "unknown key \"red\" in [start]; remove it (known there: " + known_in_start + ")"},
        Broken{"unknown_table", "[stop]", "[halt]\na = 1\n[stop]", 29,
               "unknown key \"halt\" in the file; remove it (known there: binary, capabilities, companion, external, "
               "file, install, "
               "listeners, log, name, port, prepare, reload, remedy, settings, start, stop, title, tools, transports, "
               "version)"},
        Broken{"missing_key", "title = \"A fake broker\"\n", "", 1, "key \"title\" is missing in the file; add it"},
        Broken{"missing_key_in_table", "pattern = \"fake version ([0-9.]+)\"\n", "", 8,
               "key \"pattern\" is missing in [version]; add it"},
        Broken{"missing_table", "[binary]\nnames = [\"sh\"]\n", "", 1, "key \"binary\" is missing in the file; add it"},
        Broken{"wrong_type_text", "title = \"A fake broker\"", "title = 7", 2,
               "\"title\" must be a text that is not empty"},
        Broken{"empty_text", "title = \"A fake broker\"", "title = \"\"", 2,
               "\"title\" must be a text that is not empty"},
        Broken{"wrong_type_number", "grace_ms = 400", "grace_ms = \"400\"", 31,
               "\"grace_ms\" must be a whole number above 0"},
        Broken{"number_not_positive", "grace_ms = 400", "grace_ms = 0", 31,
               "\"grace_ms\" must be a whole number above 0"},
        Broken{"wrong_type_list", "names = [\"sh\"]", "names = \"sh\"", 7, "\"names\" must be a list of texts"},
        Broken{"wrong_type_item", "names = [\"sh\"]", "names = [\"sh\",\n 1]", 8,
               "every item of \"names\" must be a text that is not empty"},
        Broken{"wrong_type_table", "[log]\n", "[[log]]\n", 32, "\"log\" must be a table: [log]"},
        Broken{"wrong_type_tables",
               "[[file]]\npath = \"script\"\ntemplate = \"script\"\n[[file]]\neach = \"listener\"\npath = "
               "\"{{name}}-chain.pem\"\ncontent = \"{{chain_pem}}\"\n[[file]]\n",
               "[file]\n", 11, "\"file\" must be a list of tables: [[file]]"},
        Broken{"wrong_name", "name = \"fake\"", "name = \"other\"", 1,
               "\"name\" is \"other\" but the folder is fake; make them equal"},
        Broken{"unknown_transport", "[\"mqtts\"]", "[\"mqtts\", \"coap\"]", 4,
               "unknown transport \"coap\"; use mqtt, mqtts, ws, wss"},
        Broken{"listeners", "\"many\"", "\"some\"", 5, "\"listeners\" must be \"one\", \"one-profile\" or \"many\""},
        Broken{"external_bool", "install", "external = 1\ninstall", 3, "\"external\" must be true or false"},
        Broken{"unknown_capability", "own-pki = true", "own-pki = true\nfly = true", 36,
               "unknown capability \"fly\"; remove it (docs/adapters.md lists them)"},
        Broken{"capability_left_out", "crl = true\n", "", 34,
               "capability \"crl\" is not declared; add crl = true, or the reason why it is absent"},
        Broken{"capability_false", "crl = true", "crl = false", crl_line,
               "capability \"crl\" must be true or the reason why it is absent"},
        Broken{"capability_no_reason", "crl = true", "crl = \"\"", crl_line,
               "capability \"crl\" must be true or the reason why it is absent"},
        Broken{"capability_options_of_a_started_broker", "crl = true", "crl = { options = [\"--cert\"] }", crl_line,
               "unknown transport \"options\"; use mqtt, mqtts, ws, wss"},
        Broken{"capability_over_a_transport_that_is_not_there", "crl = true", "crl = { wss = \"no\" }", crl_line,
               "the broker has no listener for \"wss\"; remove it"},
        Broken{"companion_without_sign", "[start]", companion_text("red = 1"), 22,
               "a [[companion]] has \"ready\" or \"port\"; say how it is seen to be ready"},
        Broken{"companion_with_unknown_port", "[start]", companion_text("port = \"inner\""), 25,
               "there is no [[port]] of the instance called \"inner\"; add it, or correct the name"},
        Broken{"two_ports_of_one_name", "[start]",
               "[[port]]\nname = \"inner\"\n[[port]]\nname = \"inner\"\neach = \"listener\"\n[start]", 25,
               "there are two ports called \"inner\"; name them apart"},
        Broken{"port_of_a_listener_outside", "[[file]]\npath = \"script\"",
               "[[port]]\nname = \"inner\"\neach = \"listener\"\n[[file]]\npath = \"{{ports.inner}}\"", 15,
               "variable \"ports.inner\" belongs to a listener; use it inside {{#listeners}} or with each = "
               "\"listener\""},
        Broken{"unknown_port", "{{chain_pem}}", "{{ports.inner}}", 17,
               "unknown variable \"ports.inner\"; docs/adapters.md lists them"},
        Broken{"bad_regex", "ready = \"fake is ready$\"", "ready = \"fake (is\"", 24,
               "\"fake (is\" is no POSIX extended regular expression (Unmatched ( or \\(); correct it"},
        Broken{"bad_regex_in_list", "crash = [\"Assertion .* failed\"]", "crash = [\"fine\",\n\"a{2\"]", 34,
               "\"a{2\" is no POSIX extended regular expression (Unmatched \\{); correct it"},
        Broken{"unknown_signal", "signal = \"TERM\"", "signal = \"STOP\"", 30,
               "unknown signal \"STOP\"; use TERM, INT, QUIT, HUP or KILL"},
        Broken{"unknown_variable", "{{folder}}/script", "{{folder}}/{{home}}", 23,
               "unknown variable \"home\"; docs/adapters.md lists them"},
        Broken{"unknown_tool", "{{folder}}/script", "{{tools.passwd}}", 23,
               "unknown variable \"tools.passwd\"; docs/adapters.md lists them"},
        Broken{"listener_variable_outside", "{{folder}}/script", "{{tls_port}}", 23,
               "variable \"tls_port\" belongs to a listener; use it inside {{#listeners}} or with each = \"listener\""},
        Broken{"port_outside_its_section", "{{chain_pem}}", "{{port}}", 17,
               "unknown variable \"port\"; docs/adapters.md lists them"},
        Broken{"listeners_of_a_listener", "{{chain_pem}}", "{{#listeners}}{{/listeners}}", 17,
               "{{listeners}} cannot stand in what is written for each listener; use its variables directly"},
        Broken{"section_open", "{{chain_pem}}", "{{#crl}}{{chain_pem}}", 17,
               "the section {{#crl}} is not closed; add {{/crl}}"},
        Broken{"section_not_opened", "{{chain_pem}}", "{{chain_pem}}{{/crl}}", 17,
               "{{/crl}} closes no open section; remove it or open the section"},
        Broken{"tag_open", "{{chain_pem}}", "{{chain_pem", 17, "the tag {{ is not closed; add }}"},
        Broken{"tag_empty", "{{chain_pem}}", "{{}}", 17, "the tag {{}} is empty; name a variable"},
        Broken{"partial", "{{chain_pem}}", "{{> other}}", 17,
               "the tag {{> is not supported; use variables, sections and comments (nothing is escaped)"},
        Broken{"triple_mustache", "{{chain_pem}}", "{{{chain_pem}}}", 17,
               "the tag {{{ is not supported; use variables, sections and comments (nothing is escaped)"},
        Broken{"path_outside", "path = \"script\"", "path = \"../script\"", 12,
               "\"path\" must stay in the instance's folder; make it relative, without .."},
        Broken{"path_absolute", "path = \"script\"", "path = \"/etc/passwd\"", 12,
               "\"path\" must stay in the instance's folder; make it relative, without .."},
        Broken{"neither_content_nor_template", "content = \"{{chain_pem}}\"\n", "", 14,
               "a [[file]] has either \"content\" or \"template\"; give one of them"},
        Broken{"content_and_template", "template = \"script\"", "template = \"script\"\ncontent = \"x\"", 11,
               "a [[file]] has either \"content\" or \"template\"; give one of them"},
        Broken{"install_without_steps", "install = \"nothing\"\n", "install = { version = \"1\" }\n", 3,
               "[install] has neither \"packages\" nor [[install.step]]; add one, or write install = \"COMMAND\" where "
               "Gauntlet does not install the broker"},
        Broken{"install_without_a_version", "install = \"nothing\"\n", "install = { step = [] }\n", 3,
               "key \"version\" is missing in [install]; add it"},
        Broken{"install_with_a_variable_of_instances", "install = \"nothing\"\n",
               "install = { version = \"1\", step = [{ command = [\"{{binary}}\"] }] }\n", 3,
               "variable \"binary\" cannot stand in [install]; use folder, scratch, adapter"},
        Broken{"each", "each = \"listener\"", "each = \"port\"", 15,
               "\"each\" must be \"listener\"; without it the rule applies once"},
        Broken{"when_alone", "template = \"script\"", "template = \"script\"\nwhen = \"crl\"", 14,
               "\"when\" asks a listener; add each = \"listener\""},
        Broken{"when_unknown", "each = \"listener\"", "each = \"listener\"\nwhen = \"chain_pem\"", 16,
               "\"when\" cannot be \"chain_pem\"; use one of websocket, second_port, plain_port, plain_websocket, "
               "one_way_port, usual_key_form, key_inside_pem, encrypted_key, pkcs12, jks, "
               "client_authentication, "
               "client_ca, crl, "
               "min_version, suites, suites_13, legacy, password_access, identity_common_name, own_topics_only"},
        Broken{"empty_command", "[\"{{binary}}\", \"{{folder}}/script\"]", "[]", 23,
               "\"command\" is empty; name a program"},
        Broken{"setting_with_a_taken_name", "[binary]", "settings = [\"binary\"]\n[binary]", 6,
               "a setting cannot be called \"binary\"; choose another name"},
        Broken{"setting_twice", "[binary]", "settings = [\"a\", \"a\"]\n[binary]", 6,
               "a setting cannot be called \"a\"; choose another name"},
        Broken{"unknown_setting", "{{folder}}/script", "{{#settings.a}}{{value}}{{/settings.a}}", 23,
               "unknown variable \"settings.a\"; docs/adapters.md lists them"},
        Broken{"value_outside_of_a_setting", "{{folder}}/script", "{{value}}", 23,
               "unknown variable \"value\"; docs/adapters.md lists them"},
        Broken{"itself_with_names", "names = [\"sh\"]", "self = true\nnames = [\"sh\"]", 8,
               "unknown key \"names\" in [binary]; remove it (known there: self)"},
        Broken{"reload_without_its_table", "[reload]\nsignal = \"HUP\"\ndone = \"^fake reads again\"\n", "", 34,
               "capability \"reload\" is declared; add [reload] with \"signal\" and \"done\""},
        Broken{"reload_without_its_capability", "\nreload = true", "\nreload = \"it cannot\"", reload_line,
               "[reload] is there, but the capability \"reload\" is not; remove one of them"},
        Broken{"reload_by_an_unknown_signal", "signal = \"HUP\"", "signal = \"USR3\"", reload_line + 1,
               "unknown signal \"USR3\"; use TERM, INT, QUIT, HUP or KILL"},
        Broken{"reload_without_a_line", "done = \"^fake reads again\"\n", "", reload_line,
               "key \"done\" is missing in [reload]; add it"},
        Broken{"remedy_for_nothing", "[binary]", "[[remedy]]\nscenarios = []\ntext = \"x\"\n[binary]", 6,
               "\"scenarios\" is empty; name ids, * stands for any characters"},
        Broken{"remedy_without_a_text", "[binary]", "[[remedy]]\nscenarios = [\"a/*\"]\n[binary]", 6,
               "key \"text\" is missing in [[remedy]]; add it"},
        Broken{"tool_with_a_taken_name", "[version]", "[tools.wrapper]\nnames = [\"x\"]\n[version]", 8,
               "a tool cannot be called \"wrapper\"; choose another name"}),
    [](const testing::TestParamInfo<Broken>& row) { return row.param.name; });

std::string message_of_load(const std::filesystem::path& adapters) {
    try {
        load_adapter(adapters, "fake");
    } catch (const BadInput& error) {
        return error.what();
    }
    return "no error";
}

TEST(AdapterFile, broken_toml_is_named_with_its_line) {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "fake" / "adapter.toml";
    write_file(file, "name = \"fake\"\ntitle = \"x\n");
    try {
        load_adapter(folder.path(), "fake");
        FAIL() << "no error";
    } catch (const BadInput& error) {
        const std::string what = error.what();
        EXPECT_TRUE(what.starts_with(file.string() + ":2: ")) << what;
        EXPECT_TRUE(what.ends_with("; correct the TOML")) << what;
        EXPECT_EQ(what.find('\n'), std::string::npos) << what;
    }
}

TEST(AdapterFile, a_template_has_lines_of_its_own) {
    const TemporaryFolder folder;
    const std::filesystem::path script = folder.path() / "fake" / "script";
    write_file(folder.path() / "fake" / "adapter.toml", shell_adapter_text());
    const auto message = [&](const std::string& text) {
        write_file(script, text);
        return message_of_load(folder.path());
    };
    EXPECT_EQ(message("first\n{{#listeners}}\n{{tls_prot}}\n{{/listeners}}\n"),
              script.string() + ":3: unknown variable \"tls_prot\"; docs/adapters.md lists them");
    EXPECT_EQ(message("first\n\n{{#listeners}}\n"),
              script.string() + ":3: the section {{#listeners}} is not closed; add {{/listeners}}");
    EXPECT_EQ(
        message("{{! a comment }}{{#listeners}}{{#tls_ports}}{{port}} {{ tls_port }}{{/tls_ports}}{{/listeners}}"),
        "no error");
    std::filesystem::remove(script);
    std::filesystem::create_directory(script);
    EXPECT_NE(message_of_load(folder.path()).find("cannot be read"), std::string::npos);
    std::filesystem::remove(script);
    EXPECT_EQ(message_of_load(folder.path()), (folder.path() / "fake" / "adapter.toml").string() +
                                                  ":13: the template " + script.string() +
                                                  " cannot be read; put it beside adapter.toml");
}

TEST(AdapterFile, a_right_one_is_read_whole) {
    const FakeBroker fake("echo\n");
    const Adapter& adapter = fake.adapter();
    EXPECT_EQ(adapter.name, "fake");
    EXPECT_EQ(adapter.title, "A fake broker");
    EXPECT_EQ(adapter.install, "nothing");
    EXPECT_EQ(adapter.transports, std::vector{core::Transport::mqtts});
    EXPECT_EQ(adapter.listeners, Fit::many);
    EXPECT_FALSE(adapter.external);
    EXPECT_EQ(adapter.files.size(), 3U);
    EXPECT_FALSE(adapter.files[0].each_listener);
    EXPECT_TRUE(adapter.files[1].each_listener);
    EXPECT_EQ(adapter.command.size(), 2U);
    EXPECT_EQ(adapter.stop_signal, 15);
    EXPECT_EQ(adapter.stop_grace, std::chrono::milliseconds(400));
    ASSERT_TRUE(adapter.reload);
    EXPECT_EQ(adapter.reload->signal, 1);
    EXPECT_TRUE(adapter.reload->done->found_in("fake reads again now"));
    EXPECT_EQ(adapter.ready_deadline, std::chrono::seconds(10));
    EXPECT_EQ(adapter.crash.size(), 1U);
    EXPECT_FALSE(adapter.lacks("crl"));
}

TEST(AdapterFile, remedies_are_read_in_their_order) {
    const TemporaryFolder folder;
    write_file(folder.path() / "fake" / "adapter.toml",
               replaced(shell_adapter_text(), "[binary]",
                        "[[remedy]]\nscenarios = [\"wss/a/*\", \"b/*\"]\ntext = \"first\"\n"
                        "[[remedy]]\nscenarios = [\"*\"]\ntext = \"second\"\n[binary]"));
    write_file(folder.path() / "fake" / "script", "echo\n");
    const Adapter adapter = load_adapter(folder.path(), "fake");
    ASSERT_EQ(adapter.remedies.size(), 2U);
    EXPECT_EQ(adapter.remedies[0].scenarios, (std::vector<std::string>{"wss/a/*", "b/*"}));
    EXPECT_EQ(adapter.remedies[0].text, "first");
    EXPECT_EQ(adapter.remedies[1].text, "second");
}

TEST(AdapterFile, unknown_broker_and_missing_folder_are_named) {
    const TemporaryFolder folder;
    write_file(folder.path() / "fake" / "adapter.toml", shell_adapter_text());
    try {
        load_adapter(folder.path(), "fakke");
        FAIL() << "no error";
    } catch (const BadInput& error) {
        EXPECT_STREQ(error.what(), "unknown broker \"fakke\"; known: fake");
    }
    EXPECT_THROW(load_adapters(folder.path() / "nowhere"), BadInput);
}

}  // namespace
}  // namespace gauntlet::broker::test
