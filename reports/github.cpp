#include "gauntlet/reports/github.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <ostream>
#include <string>
#include <vector>

#include "describe.hpp"
#include "outcome.hpp"
#include "text.hpp"

namespace gauntlet::reports {

namespace {

constexpr std::size_t shown = 10;

struct Annotation {
    std::string title;
    std::string message;
    std::string file;  // "": none
    int line = 0;
};

// As the runner's ActionCommand takes it back: in messages %, CR and LF, in properties : and , as well.
std::string encoded(std::string_view text, bool is_property) {
    std::string out;
    for (const char c : text)
        if (c == '%' || c == '\r' || c == '\n' || (is_property && (c == ':' || c == ',')))
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        else
            out += c;
    return out;
}

// plain() for each line, so that line feeds of ours stay.
std::string lines_of(const std::string& text) {
    std::string out;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        out += (out.empty() ? "" : "\n") + plain(std::string_view(text).substr(begin, end - begin), 300);
        begin = end + 1;
    }
    return out;
}

void write(std::ostream& out, const char* kind, const std::vector<Annotation>& annotations) {
    for (std::size_t i = 0; i < annotations.size() && i < shown; ++i) {
        if (i + 1 == shown && annotations.size() > shown) {
            fmt::print(out, "::{} title=Gauntlet::{} more; the job summary and the record have them all\n", kind,
                       annotations.size() - i);
            return;
        }
        const Annotation& one = annotations[i];
        std::string properties = "title=" + encoded(plain(one.title, 200), true);
        if (!one.file.empty())
            properties += fmt::format(",file={},line={}", encoded(plain(one.file, 200), true), one.line);
        fmt::print(out, "::{} {}::{}\n", kind, properties, encoded(lines_of(one.message), false));
    }
}

}  // namespace

void write_github(std::ostream& out, const record::Run& run) {
    std::vector<Annotation> errors;
    std::vector<Annotation> warnings;
    std::vector<Annotation> notices;
    for (const std::string& fault : run.faults)
        errors.push_back({"infrastructure", fault, "", 0});
    for (const record::Stale& entry : run.stale)
        errors.push_back({"known failure that must go", record::describe(entry), entry.file, entry.line});
    for (const record::Finding& finding : run.findings)
        errors.push_back({"finding " + finding.id, describe(finding), "", 0});
    for (const Outcome wanted : {Outcome::failure, Outcome::error})
        for (const record::Cell& cell : run.cells)
            if (outcome_of(run, cell) == wanted && stale_entry(run, cell) == nullptr)
                errors.push_back({cell.id(), details_of(run, cell), "", 0});
    for (const record::Cell& cell : run.cells) {
        if (cell.known)
            notices.push_back({cell.id(), message_of(run, cell), cell.known->file, cell.known->line});
        else if (cell.verdict == core::Verdict::weak && outcome_of(run, cell) == Outcome::passed && !cell.proof)
            warnings.push_back({cell.id(), details_of(run, cell), "", 0});
    }
    write(out, "error", errors);
    write(out, "warning", warnings);
    write(out, "notice", notices);
}

}  // namespace gauntlet::reports
