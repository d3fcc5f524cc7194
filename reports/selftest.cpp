#include "selftest.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>
#include <set>

#include "gauntlet/recipe/time.hpp"
#include "text.hpp"

namespace gauntlet::reports {

namespace {

using record::Cell;

bool is_wrong(const Cell& cell) {
    return cell.proof && !cell.proof->wrong.empty();
}

std::string flaw_of(const Cell& cell) {
    return cell.proof->flaw.empty() ? "(none)" : cell.proof->flaw;
}

// Without the broker, which the flaw names.
std::string place_of(const Cell& cell) {
    return fmt::format("{}/{}", core::to_string(cell.transport), cell.scenario);
}

class Table {
  public:
    Table(std::ostream& out, const record::Run& run) : out_(out) {
        for (const Cell& cell : run.cells)
            if (is_wrong(cell))
                cells_.push_back(&cell);
        for (const Cell* cell : cells_) {
            flaw_width_ = std::max(flaw_width_, flaw_of(*cell).size());
            place_width_ = std::max(place_width_, place_of(*cell).size());
        }
    }

    void write(bool verbose) {
        if (cells_.empty())
            return;
        row("flaw", "cell", "expected", "observed");
        for (const Cell* cell : cells_) {
            row(plain(flaw_of(*cell)), plain(place_of(*cell)), plain(cell->proof->expected), plain(cell->proof->wrong));
            if (verbose)
                more(*cell);
        }
        out_ << '\n';
    }

  private:
    void row(const std::string& flaw, const std::string& place, const std::string& expected, const std::string& wrong) {
        fmt::print(out_, "{:<{}}  {:<{}}  {}  |  {}\n", flaw, flaw_width_, place, place_width_, expected, wrong);
    }
    void more(const Cell& cell) {
        for (const auto& [name, text] :
             {std::pair{"log", cell.log}, {"sent", cell.transcript}, {"repeat", cell.reproduce}})
            if (!text.empty())
                fmt::print(out_, "    {:<6}  {}\n", name, plain(text, std::string::npos));
    }

    std::ostream& out_;
    std::vector<const Cell*> cells_;
    std::size_t flaw_width_ = 4;
    std::size_t place_width_ = 4;
};

struct Sum {
    std::size_t correct = 0;  // without a flaw
    std::size_t intended = 0;
    std::size_t others = 0;
    std::size_t unintended_red = 0;
    std::set<std::string> uncaught;
};

Sum sum_of(const record::Run& run) {
    Sum sum;
    for (const Cell& cell : run.cells) {
        if (!cell.proof)
            continue;
        ++(cell.proof->flaw.empty() ? sum.correct : cell.proof->intended ? sum.intended : sum.others);
        if (!is_wrong(cell))
            continue;
        if (cell.proof->intended)
            sum.uncaught.insert(cell.proof->flaw);
        else
            ++sum.unintended_red;
    }
    return sum;
}

}  // namespace

void write_selftest(std::ostream& out, const record::Run& run, const ConsoleOptions& options) {
    Table(out, run).write(options.verbose);
    const Sum sum = sum_of(run);
    fmt::print(out, "gauntlet {}{}  self-test  seed {}  now {}\n", plain(run.tool.version),
               run.tool.commit.empty() ? "" : " (" + plain(run.tool.commit) + ")", run.seed,
               recipe::format_rfc3339(run.now));
    fmt::print(out, "{} cells: {} without a flaw, {} that a flaw must turn red or a law speaks of, {} others\n",
               run.cells.size(), sum.correct, sum.intended, sum.others);
    fmt::print(out, "flaws caught {}/{}\n", run.selftest->caught, run.selftest->of);
    if (!sum.uncaught.empty())
        fmt::print(out, "not caught: {}\n", plain(fmt::format("{}", fmt::join(sum.uncaught, ", ")), std::string::npos));
    fmt::print(out, "unintended red cells: {}\n", sum.unintended_red);
    fmt::print(out, "gate: {} (exit {}), {}.{:03} s\n",
               options.gate.exit == record::exit_as_expected ? "open" : "closed", options.gate.exit,
               run.ms.count() / 1000, run.ms.count() % 1000);
    for (const std::string& reason : options.gate.reasons)
        fmt::print(out, "  {}\n", plain(reason));
    if (!options.out.empty())
        fmt::print(out, "out: {}\n", plain(options.out));
}

}  // namespace gauntlet::reports
