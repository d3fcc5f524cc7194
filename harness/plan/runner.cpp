#include "runner.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <map>

#include "capture_file.hpp"
#include "conversation.hpp"
#include "gauntlet/plan/signals.hpp"
#include "gauntlet/record/judge.hpp"
#include "transcript_file.hpp"

namespace gauntlet::plan {

namespace asio = boost::asio;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

std::chrono::sys_seconds clock_now() {
    return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
}

// What somebody will look into.
bool wants_capture(core::Verdict verdict) {
    return verdict == core::Verdict::fail || verdict == core::Verdict::weak || verdict == core::Verdict::inconclusive;
}

bool is_failure(core::Verdict verdict) {
    return verdict == core::Verdict::fail || verdict == core::Verdict::inconclusive;
}

}  // namespace

Runner::Runner(const Composition& composition, std::span<const Subject> subjects, const Settings& settings)
    : composition_(composition),
      subjects_(subjects),
      settings_(settings),
      signals_(io_, SIGINT, SIGTERM),
      workers_(io_),
      background_(io_),
      stopping_(io_),
      cells_(composition.cells.size()) {
    make_queue();
}

Runner::~Runner() {
    block_signals();
}

// Cells with an instance of their own take longest; the shared instances start meanwhile.
void Runner::make_queue() {
    for (std::size_t i = 0; i < composition_.cells.size(); ++i)
        if (!composition_.cells[i].excuse && !composition_.cells[i].instance)
            queue_.push_back(i);
    for (const PlannedInstance& instance : composition_.instances) {
        queue_.insert(queue_.end(), instance.cells.begin(), instance.cells.end());
        open_.push_back(instance.cells.size());
    }
    progress_.total = queue_.size();
}

record::Run Runner::run(broker::Supervisor& supervisor, issue::Issuer& issuer) {
    record::Run run;
    run.seed = issuer.seed();
    run.now = issuer.now();
    run.started = clock_now();
    const steady_clock::time_point begin = steady_clock::now();

    const Materials materials(issuer, composition_.cells);
    starter_.emplace(subjects_, supervisor, materials, settings_);
    examiner_.emplace(io_, *starter_, settings_.share_controls);
    for (const PlannedInstance& instance : composition_.instances)
        shared_.push_back(std::make_unique<Shared>(io_, background_, *starter_, instance.broker, instance.listeners));
    asio::co_spawn(io_, watch_signals(), asio::detached);
    std::exception_ptr error;
    asio::co_spawn(io_, run_everything(), [this, &error](std::exception_ptr e) {
        error = std::move(e);
        signals_.cancel();
    });
    io_.run();
    if (error)
        std::rethrow_exception(error);

    run.ended = clock_now();
    run.ms = duration_cast<milliseconds>(steady_clock::now() - begin);
    return to_record(std::move(run));
}

asio::awaitable<void> Runner::watch_signals() {
    for (;;) {
        boost::system::error_code stopped;
        const int number = co_await signals_.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
        if (stopped)
            co_return;
        if (signal_ != 0) {
            stopping_.cancel();
            continue;
        }
        signal_ = number;
        workers_.cancel();
        background_.cancel();
    }
}

asio::awaitable<void> Runner::run_everything() {
    if (!shared_.empty())
        shared_.front()->begin();
    for (unsigned i = 0; i < settings_.jobs; ++i)
        workers_.spawn(work());
    co_await workers_.wait();
    co_await background_.wait();
    for (const std::unique_ptr<Shared>& shared : shared_)
        stopping_.spawn(shared->close(broker::StopHow::orderly));
    co_await stopping_.wait();
    workers_.rethrow();
    background_.rethrow();
    stopping_.rethrow();
}

asio::awaitable<void> Runner::work() {
    while (next_ < queue_.size() && signal_ == 0) {
        const std::size_t index = queue_[next_++];
        co_await run_cell(index);
        released(index);
    }
}

// Of brokers that serve one profile at a time, the next one starts while this one serves.
Shared* Runner::shared_of(std::size_t index) {
    const std::optional<std::size_t> instance = composition_.cells[index].instance;
    if (!instance)
        return nullptr;
    shared_[*instance]->begin();
    if (*instance + 1 < shared_.size())
        shared_[*instance + 1]->begin();
    return shared_[*instance].get();
}

asio::awaitable<void> Runner::run_cell(std::size_t index) {
    const PlannedCell& planned = composition_.cells[index];
    const steady_clock::time_point begin = steady_clock::now();
    std::vector<Try> tries;
    std::string fault;
    try {
        tries = co_await examiner_->examine(planned, shared_of(index));
    } catch (const std::exception& error) {
        if (signal_ != 0)
            throw;
        fault = error.what();
    }
    if (signal_ != 0)
        co_return;
    if (!fault.empty()) {
        tries.emplace_back();
        tries.back().evidence.harness_fault = fault;
    }
    finished(index, tries, duration_cast<milliseconds>(steady_clock::now() - begin));
}

void Runner::finished(std::size_t index, const std::vector<Try>& tries, milliseconds ms) {
    const PlannedCell& planned = composition_.cells[index];
    record::Cell cell = blank_cell(planned);
    cell.tries = static_cast<int>(tries.size());
    cell.ms = ms;
    for (const Try& attempt : tries)
        if (!attempt.logs.empty())
            cell.log = attempt.logs.back();
    for (const Try& attempt : tries)
        cell.earlier.push_back(attempt.evidence);
    cell.evidence = std::move(cell.earlier.back());
    cell.earlier.pop_back();
    const core::Judgement judgement = record::judge(planned.scenario->level, planned.scenario->expectation, cell);
    cell.verdict = judgement.verdict;
    cell.reason = judgement.reason;
    if (!settings_.out.empty() && (!settings_.keep_transcript || settings_.keep_transcript(cell)))
        keep_transcript(planned, tries, cell);

    ++progress_.done;
    progress_.failed += is_failure(cell.verdict) ? 1U : 0U;
    progress_.cell = planned.id;
    if (settings_.finished)
        settings_.finished(planned, cell);
    cells_[index] = std::move(cell);
    if (settings_.progress)
        settings_.progress(progress_);
}

void Runner::keep_transcript(const PlannedCell& planned, const std::vector<Try>& tries, record::Cell& cell) {
    const std::optional<External>& external = subjects_[planned.broker].external;
    const bool with_payloads = !external || external->own_pki;
    cell.transcript = transcript_path(planned);
    write_transcript(settings_.out / cell.transcript, transcript_text(planned, tries, with_payloads));
    if (!external && wants_capture(cell.verdict) &&
        write_capture(settings_.out / capture_path(planned), planned, tries))
        cell.capture = capture_path(planned);
    // Where not every transcript is kept, this cell was asked for: a flaw that passes is what a self-test looks for.
    if (cell.verdict == core::Verdict::pass && !settings_.keep_transcript)
        return;
    // Where nothing could be decided, the controls are what there is to look at.
    const bool with_controls = cell.verdict == core::Verdict::inconclusive;
    cell.conversation = conversation_of(tries, with_controls, with_payloads, settings_.out);
}

// Whoever finishes the last cell of a shared instance has it stopped.
void Runner::released(std::size_t index) {
    const std::optional<std::size_t> instance = composition_.cells[index].instance;
    if (instance && --open_[*instance] == 0)
        background_.spawn(shared_[*instance]->close(broker::StopHow::orderly));
}

record::Cell Runner::blank_cell(const PlannedCell& planned) const {
    record::Cell cell;
    cell.scenario = planned.scenario->id();
    cell.broker = name_of(subjects_[planned.broker]);
    cell.broker_version = subjects_[planned.broker].installation.version;
    cell.transport = planned.transport;
    if (settings_.reproduce)
        cell.reproduce = settings_.reproduce(planned);
    return cell;
}

record::Run Runner::to_record(record::Run run) {
    run.signal = signal_;
    run.brokers = starter_->brokers();
    run.faults = starter_->faults();
    std::map<std::string, record::ScenarioText> scenarios;
    for (std::size_t i = 0; i < composition_.cells.size(); ++i) {
        const PlannedCell& planned = composition_.cells[i];
        scenarios.try_emplace(planned.scenario->id(), record::text_of(*planned.scenario));
        if (!cells_[i]) {
            cells_[i] = blank_cell(planned);
            cells_[i]->verdict = planned.excuse ? planned.excuse->verdict : core::Verdict::skipped;
            cells_[i]->reason = planned.excuse ? planned.excuse->reason : "interrupted";
        }
        run.cells.push_back(std::move(*cells_[i]));
    }
    for (auto& [id, text] : scenarios)
        run.scenarios.push_back(std::move(text));
    return run;
}

record::Run run(const Composition& composition, std::span<const Subject> subjects, broker::Supervisor& supervisor,
                issue::Issuer& issuer, const Settings& settings) {
    Runner runner(composition, subjects, settings);
    return runner.run(supervisor, issuer);
}

}  // namespace gauntlet::plan
