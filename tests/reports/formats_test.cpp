// Every format of a record, judged by its own validator: what is good and what is hostile.
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <sstream>

#include "gauntlet/record/gate.hpp"
#include "gauntlet/reports/changes.hpp"
#include "gauntlet/reports/console.hpp"
#include "gauntlet/reports/github.hpp"
#include "gauntlet/reports/jsonl.hpp"
#include "gauntlet/reports/junit.hpp"
#include "gauntlet/reports/markdown.hpp"
#include "gauntlet/reports/sarif.hpp"
#include "gauntlet/reports/tap.hpp"
#include "gauntlet/wire/notation/utf8.hpp"
#include "json_schema.hpp"
#include "sample_run.hpp"

namespace gauntlet::reports {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using core::Verdict;

constexpr const char* not_installed = "not installed: ";

// Runs `command` with the text's file as its last word; what it prints where it fails, "" where it is content.
std::string complaints_of(const std::string& command, const std::string& text) {
    std::string path = (fs::temp_directory_path() / "gauntlet-format-XXXXXX").string();
    ::close(::mkstemp(path.data()));
    std::ofstream(path, std::ios::binary) << text;
    const int status = std::system((command + " " + path + " >" + path + ".log 2>&1").c_str());
    std::stringstream log;
    log << std::ifstream(path + ".log").rdbuf();
    fs::remove(path);
    fs::remove(path + ".log");
    return status == 0 ? "" : log.str().substr(0, 4000) + " (exit)";
}

bool has_program(const std::string& name) {
    return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

std::string xmllint(const std::string& schema, const std::string& text) {
    if (!has_program("xmllint"))
        return not_installed + std::string("apt-get install libxml2-utils");
    return complaints_of("xmllint --huge --noout --schema " + schema, text);
}

// Ours, which is stricter, and the one that Jenkins' xUnit plugin validates with.
std::string junit_complaints(const std::string& text) {
    const std::string ours = xmllint(GAUNTLET_JUNIT_XSD, text);
    return ours.empty() ? xmllint(GAUNTLET_JENKINS_XSD, text) : ours;
}

std::string sarif_complaints(const std::string& text) {
    return tests::schema_violation(tests::file_text(GAUNTLET_SARIF_SCHEMA), text).value_or("");
}

// Each line is a cell of the record's schema.
std::string jsonl_complaints(const std::string& text) {
    const std::string record = tests::file_text(std::string(GAUNTLET_SCHEMAS) + "/record.schema.json");
    const json::object schema{{"$schema", "http://json-schema.org/draft-07/schema#"},
                              {"$ref", "#/definitions/cell"},
                              {"definitions", json::parse(record).at("definitions")}};
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (const auto violation = tests::schema_violation(json::serialize(schema), line))
            return *violation;
    return text.empty() || text.ends_with('\n') ? "" : "the last line has no end";
}

// Perl's own parser of the protocol. It knows version 13, of which we write nothing that 14 has changed but the first
// line.
std::string tap_complaints(const std::string& text) {
    if (!has_program("perl") || std::system("perl -MTAP::Parser -e 1 >/dev/null 2>&1") != 0)
        return not_installed + std::string("apt-get install perl");
    constexpr std::string_view version = "TAP version 14\n";
    if (!text.starts_with(version))
        return "no version";
    return complaints_of(
        "perl -MTAP::Parser -e '"
        "open my $f, \"<\", $ARGV[0]; local $/; my $p = TAP::Parser->new({tap => <$f>});"
        "while (my $r = $p->next) { print \"unknown: \", $r->raw, \"\\n\" and $bad = 1 if $r->is_unknown }"
        "print join(\"\\n\", $p->parse_errors), \"\\n\";"
        "exit($bad || $p->parse_errors || !$p->is_good_plan ? 1 : 0)'",
        "TAP version 13\n" + text.substr(version.size()));
}

// Markdown has no errors: what must not be there is markup, and links that are not ours.
std::string markdown_complaints(const std::string& text) {
    if (!has_program("cmark-gfm"))
        return not_installed + std::string("apt-get install cmark-gfm");
    if (!has_program("xmllint"))
        return not_installed + std::string("apt-get install libxml2-utils");
    // The tree that GitHub's parser makes, without its DOCTYPE, in no namespace.
    return complaints_of(
        "sh -c 'cmark-gfm -e table -e autolink -e strikethrough -e tagfilter -t xml \"$0\" | grep -v DOCTYPE |"
        "sed \"s/ xmlns=[^ >]*//\" >\"$0.xml\";"
        "n=$(xmllint --huge --xpath \"count(//html_inline|//html_block|//link|//image|//strikethrough|//block_quote)\""
        " \"$0.xml\"); rm \"$0.xml\"; echo \"$n nodes of markup\"; [ \"$n\" = 0 ]'",
        text);
}

// A line is a workflow command and nothing else; the runner's ActionCommand takes them as this expression does.
std::string github_complaints(const std::string& text) {
    const std::regex command(R"(::(error|warning|notice) title=[^:,]*(,file=[^:,]+,line=\d+)?::[^])");
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (line.size() > 64'000 ||
            !std::regex_search(line.substr(0, 4'000), command, std::regex_constants::match_continuous))
            return line.substr(0, 300);
    return "";
}

std::string schema_complaints(const std::string& name, const std::string& text) {
    return tests::schema_violation(tests::file_text(std::string(GAUNTLET_SCHEMAS) + "/" + name), text).value_or("");
}

std::string none(const std::string& /*text*/) {
    return "";
}

struct Format {
    const char* name;
    std::function<void(std::ostream&, const record::Run&)> write;
    std::function<std::string(const std::string&)> complaints;  // of its validator; begins with `not_installed`
    std::size_t most = 0;                                       // bytes of the hostile run; 0: as large as the record
};

void PrintTo(const Format& format, std::ostream* out) {
    *out << format.name;
}

record::Run other_run() {
    record::Run run = tests::empty_run();
    tests::add(run, "mutual/bytes", Verdict::pass);
    return run;
}

const std::vector<Format>& all_formats() {
    static const std::vector<Format> formats{
        {"console",
         [](std::ostream& out, const record::Run& run) {
             write_console(out, run, {.verbose = true, .out = {}, .gate = record::gate(run)});
         },
         none, 1'000'000},
        {"junit", write_junit, junit_complaints},
        {"sarif", write_sarif, sarif_complaints, 1'000'000},
        {"markdown", [](std::ostream& out, const record::Run& run) { write_markdown(out, run, record::gate(run)); },
         markdown_complaints, 1'000'000},
        {"github", write_github, github_complaints, 1'000'000},
        {"tap", write_tap, tap_complaints, 1'000'000},
        {"jsonl", write_jsonl, jsonl_complaints},
        {"diff_text",
         [](std::ostream& out, const record::Run& run) {
             const record::Run before = other_run();
             write_diff(out, record::diff(before, run), before, run);
         },
         none, 1'000'000},
        {"diff_markdown",
         [](std::ostream& out, const record::Run& run) {
             const record::Run before = other_run();
             write_diff_markdown(out, record::diff(before, run), before, run);
         },
         markdown_complaints, 1'000'000},
        {"diff_json",
         [](std::ostream& out, const record::Run& run) {
             const record::Run before = other_run();
             out << record::to_json(record::diff(before, run), before, run);
         },
         [](const std::string& text) { return schema_complaints("diff.schema.json", text); }},
        {"trend_text",
         [](std::ostream& out, const record::Run& run) {
             const std::vector<record::NamedRun> runs{{"a.json", other_run()}, {tests::hostile_text(), run}};
             write_trend(out, record::trend(runs));
         },
         none, 1'000'000},
        {"trend_markdown",
         [](std::ostream& out, const record::Run& run) {
             const std::vector<record::NamedRun> runs{{"a.json", other_run()}, {tests::hostile_text(), run}};
             write_trend_markdown(out, record::trend(runs));
         },
         markdown_complaints, 1'000'000},
        {"trend_json",
         [](std::ostream& out, const record::Run& run) {
             const std::vector<record::NamedRun> runs{{"a.json", other_run()}, {tests::hostile_text(), run}};
             out << record::to_json(record::trend(runs));
         },
         [](const std::string& text) { return schema_complaints("trend.schema.json", text); }},
    };
    return formats;
}

// What a broker can put into a record, by its log, its certificates and its packets; and what files can.
std::string worst_text() {
    std::string text = tests::hostile_text() + tests::invalid_utf8();
    for (const char* more :
         {"\n::error::forged\n", "\r\n##[add-mask]a\n", "\nok 1 - forged # SKIP\nBail out!\n  ...\n", "| a | b |\n",
          "```\n# head\n<script>alert(1)</script>", "</system-out>", "[x](javascript:y) ![i](http://e.example/p.png)",
          "http://e.example www.e.example a@e.example", "\\| \\` ~~x~~ **y** _z_", "\"}]}\n{\"id\": 1}\n", "# SKIP",
          "%0A", "&#60;b&#62;", "\xef\xbb\xbf", "1. one\n- two\n> three\n    four"})
        text += more;
    return text;
}

record::Run hostile_run() {
    record::Run run = tests::rich_run();
    run.cells.front().proof.reset();
    run.selftest.reset();
    const std::string megabyte = worst_text() + std::string(1'000'000, 'x') + worst_text();
    for (const Verdict verdict :
         {Verdict::fail, Verdict::weak, Verdict::inconclusive, Verdict::info, Verdict::skipped}) {
        const std::string id = "mutual/bytes-" + std::string(core::to_string(verdict));
        record::Cell& cell = tests::add(run, id, verdict);
        run.scenarios.back().title = worst_text();
        run.scenarios.back().why = worst_text();
        run.scenarios.back().mend = worst_text();
        run.scenarios.back().clauses = {worst_text()};
        cell.reason = megabyte;  // a line of the broker's log
        cell.broker_version = worst_text();
        cell.transcript = cell.log = worst_text();
        cell.reproduce = worst_text();
        if (cell.evidence.observed.empty())
            continue;
        cell.evidence.observed[0].text = megabyte;
        cell.evidence.observed[0].facts = {{worst_text(), worst_text()}, {"served", megabyte}};
        cell.evidence.aftermath = {core::Aftermath::State::died, megabyte};
        cell.evidence.harness_fault = worst_text();
    }
    run.cells[run.cells.size() - 4].known = record::Known{worst_text(), 3, megabyte, worst_text()};
    run.cells.back().broker = worst_text();
    run.brokers[0] = {worst_text(), worst_text(), worst_text(), 1, std::nullopt, std::nullopt};
    run.faults = {megabyte, worst_text()};
    run.stale.push_back({worst_text(), 1, worst_text(), record::StaleWhy::expired});
    run.findings[0].signature = megabyte;
    run.findings[0].id = worst_text();
    run.tool.version = worst_text();
    return run;
}

std::string written(const Format& format, const record::Run& run) {
    std::ostringstream out;
    format.write(out, run);
    return out.str();
}

// UTF-8 without control characters and without what reorders text: nobody's terminal, editor or parser is fooled.
std::string raw_bytes_of(std::string_view text) {
    while (!text.empty()) {
        const wire::notation::CodePoint c = wire::notation::code_point(wire::view(text));
        if (c.length == 0)
            return "no UTF-8";
        const char32_t v = c.value;
        if ((v < 0x20 && v != '\n' && v != '\t') || (v >= 0x7f && v < 0xa0) || (v >= 0x200b && v <= 0x200f) ||
            (v >= 0x2028 && v <= 0x202e) || (v >= 0x2060 && v <= 0x2069) || v == 0xfeff)
            return "character " + std::to_string(static_cast<unsigned>(v));
        text.remove_prefix(c.length);
    }
    return "";
}

class EveryFormat : public ::testing::TestWithParam<Format> {
  protected:
    static void expect_content(const std::string& complaints) {
        if (complaints.starts_with(not_installed))
            GTEST_SKIP() << complaints;
        EXPECT_EQ(complaints, "");
    }
};

TEST_P(EveryFormat, OfARichRunIsValid) {
    expect_content(GetParam().complaints(written(GetParam(), tests::rich_run())));
}

TEST_P(EveryFormat, OfAnEmptyRunIsValid) {
    expect_content(GetParam().complaints(written(GetParam(), tests::empty_run())));
}

TEST_P(EveryFormat, OfAHostileRunIsValidAndHarmless) {
    const std::string text = written(GetParam(), hostile_run());
    EXPECT_EQ(raw_bytes_of(text), "");
    if (GetParam().most != 0) {
        EXPECT_LT(text.size(), GetParam().most);
    }
    expect_content(GetParam().complaints(text));
}

INSTANTIATE_TEST_SUITE_P(Reports, EveryFormat, ::testing::ValuesIn(all_formats()),
                         [](const auto& param_info) { return std::string(param_info.param.name); });

// A validator that refuses nothing proves nothing.
TEST(Validators, RefuseWhatIsWrong) {
    const auto refuses = [](const std::string& complaints) {
        return complaints.starts_with(not_installed) || !complaints.empty();
    };
    EXPECT_TRUE(refuses(junit_complaints("<testsuites><testcase/></testsuites>")));
    EXPECT_TRUE(refuses(sarif_complaints(R"({"version": "2.1.0", "runs": [{"tool": {}}]})")));
    EXPECT_TRUE(refuses(tap_complaints("TAP version 14\n1..2\nok 1 - a\n")));
    EXPECT_TRUE(refuses(tap_complaints("TAP version 14\n1..1\nok 1 - a\nnonsense\n")));
    EXPECT_TRUE(refuses(markdown_complaints("- <b>bold</b>\n")));
    EXPECT_TRUE(refuses(markdown_complaints("see http://e.example\n")));
    EXPECT_TRUE(refuses(github_complaints("::error title=a::b\n::set-env name=x::y\n")));
    EXPECT_TRUE(refuses(jsonl_complaints("{\"id\": 1}\n")));
    EXPECT_NE(raw_bytes_of("a\x1b[31m"), "");
    EXPECT_NE(raw_bytes_of("a\x80"), "");
}

}  // namespace
}  // namespace gauntlet::reports
