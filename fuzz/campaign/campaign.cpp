#include "gauntlet/fuzz/campaign/campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <deque>
#include <fstream>
#include <list>
#include <utility>

#include "crew.hpp"
#include "gauntlet/core/step_text.hpp"
#include "gauntlet/fuzz/campaign/board.hpp"
#include "gauntlet/fuzz/campaign/completed.hpp"
#include "gauntlet/fuzz/oracles/ending.hpp"
#include "gauntlet/plan/signals.hpp"
#include "history.hpp"
#include "pending.hpp"
#include "worker.hpp"

namespace gauntlet::fuzz::campaign {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

constexpr std::chrono::seconds tick{1};
// The rate is that of so many ticks.
constexpr std::size_t rate_ticks = 5;
// A worker that was asked to stop ends after its session.
constexpr std::chrono::seconds patience{15};
// Workers in a row that could do nothing.
constexpr int most_failures = 3;
constexpr milliseconds short_pause{100};
// Bytes of a broker's log.
constexpr std::uintmax_t log_limit = 64U << 20U;

std::size_t files_in(const std::filesystem::path& folder) {
    std::error_code error;
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder, error), std::filesystem::directory_iterator()));
}

// A broker is in the list as long as this lives.
class Listed {
  public:
    using Brokers = std::list<const plan::Standing*>;
    Listed(Brokers& brokers, const plan::Standing& broker) : brokers_(brokers), broker_(&broker) {
        brokers_.push_back(broker_);
    }
    Listed(const Listed&) = delete;
    Listed& operator=(const Listed&) = delete;
    ~Listed() { brokers_.remove(broker_); }

  private:
    Brokers& brokers_;
    const plan::Standing* broker_;
};

class Campaign {
  public:
    Campaign(plan::Arena& arena, const Settings& settings, const std::function<void(const Progress&)>& progress)
        : arena_(arena),
          settings_(settings),
          tell_(progress),
          signals_(io_, SIGINT, SIGTERM),
          timer_(io_),
          board_((std::filesystem::create_directories(settings.folder), settings.folder / "state")),
          history_(settings.folder / "history") {
        for (const char* folder : {"corpus", "seeds", "logs", "pending"})
            std::filesystem::create_directories(settings.folder / folder);
        write_seeds();
        result_.findings = settings.found;
        board_.stop(false);
    }
    ~Campaign() { plan::block_signals(); }

    Result run() {
        begin_ = Clock::now();
        working_ = settings_.jobs + 1;
        tending_ = settings_.jobs;
        asio::co_spawn(io_, watch_signals(), asio::detached);
        asio::co_spawn(io_, keep_time(), asio::detached);
        for (std::size_t i = 0; i < settings_.jobs; ++i)
            asio::co_spawn(io_, tend(i), [this](std::exception_ptr error) {
                --tending_;
                finished(std::move(error));
            });
        asio::co_spawn(io_, look_into_all(), [this](std::exception_ptr error) { finished(std::move(error)); });
        io_.run();
        result_.progress = progress({});
        for (std::size_t i = 0; i < settings_.jobs; ++i)
            result_.sequences.push_back(board_.sequence(i));
        save_time();
        add_to_history();
        result_.samples = history_.samples();
        return std::move(result_);
    }

  private:
    // Named by number, so that every campaign with these seeds reads them in one order.
    void write_seeds() {
        std::ofstream list(seed_list());
        for (std::size_t i = 0; i < settings_.seeds.size(); ++i) {
            const std::filesystem::path path = settings_.folder / "seeds" / fmt::format("{:04}", i);
            std::ofstream(path, std::ios::binary) << core::to_text(settings_.seeds[i]);
            list << (i == 0 ? "" : ",") << path.string();
        }
    }
    std::filesystem::path seed_list() const { return settings_.folder / "seeds.list"; }

    asio::awaitable<void> watch_signals() {
        for (;;) {
            boost::system::error_code stopped;
            const int number = co_await signals_.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
            if (stopped)
                co_return;
            if (result_.signal != 0)
                kill_children();
            result_.signal = result_.signal == 0 ? number : result_.signal;
            stop();
        }
    }

    asio::awaitable<void> keep_time() {
        for (;;) {
            boost::system::error_code stopped;
            timer_.expires_after(tick);
            co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
            if (working_ == 0)
                co_return;
            save_time();
            limit_logs();
            sample();
            if (settings_.time && board_.time() >= *settings_.time)
                stop();
            if (stopping_ && Clock::now() - *stopping_ > patience)
                kill_children();
            tell_(progress({}));
        }
    }

    void stop() {
        if (!stopping_)
            stopping_ = Clock::now();
        board_.stop(true);
    }

    void kill_children() {
        for (Child* child : children_)
            child->kill();
    }

    void finished(std::exception_ptr error) {
        if (error) {
            try {
                std::rethrow_exception(error);
            } catch (const std::exception& why) {
                result_.faults.emplace_back(why.what());
            }
            stop();
        }
        if (--working_ == 0) {
            signals_.cancel();
            timer_.cancel();
        }
    }

    // One worker after the other on one broker after the other.
    asio::awaitable<void> tend(std::size_t number) {
        take_alarm(number);  // of a run that was killed before
        int failures = 0;
        while (!stopping_ && !over_limit()) {
            plan::Standing broker = co_await arena_.start();
            const std::uint64_t before = board_.sessions(number);
            Ending ending;
            {
                const Listed listed(standing_, broker);
                ending = co_await one_worker(number, broker);
            }
            if (ending.exited && ending.code == worker_done) {
                co_await broker.stop(broker::StopHow::kill);
                co_return;
            }
            if (ending.exited && ending.code == worker_alarm)
                co_await complete_alarm(number, broker);
            co_await broker.stop(broker::StopHow::kill);
            failures = board_.sessions(number) > before ? 0 : failures + 1;
            if (ending.exited && ending.code == worker_alarm)
                take_alarm(number);
            else if (!stopping_)
                note_failure(number, ending);
            while (settings_.until_finding && !stopping_ && has_pending(settings_.folder))
                co_await pause(short_pause);
            if (failures >= most_failures) {
                result_.faults.push_back(fmt::format("worker {} cannot go on: {}", number + 1, last_failure_));
                stop();
            }
        }
    }

    asio::awaitable<Ending> one_worker(std::size_t number, const plan::Standing& broker) {
        Work job{.number = number,
                 .target = &broker.target(),
                 .profile = &arena_.profile(),
                 .process = std::nullopt,
                 .settings = &settings_,
                 .seed_list = seed_list()};
        if (broker.pid() != 0)
            job.process = oracles::Process{broker.pid(), broker.log(), arena_.subject().adapter.crash};
        Child child(settings_.folder / "logs" / fmt::format("worker-{}.log", number + 1),
                    [this, &job] { work(job, board_); });
        children_.push_back(&child);
        const Ending ending = co_await child.ended();
        children_.remove(&child);
        co_return ending;
    }

    bool over_limit() const { return settings_.sessions != 0 && board_.sessions() >= settings_.sessions; }

    // A worker sees that the process is gone; how it ended is for its parent to see.
    asio::awaitable<void> complete_alarm(std::size_t number, plan::Standing& broker) {
        std::optional<oracles::Alarm> alarm = board_.alarm(number);
        if (!alarm || alarm->oracle != "exit" || broker.pid() == 0)
            co_return;
        const core::Observation end = co_await broker.ended();
        if (const std::optional<oracles::Alarm> known = oracles::ended(end))
            board_.raise(number, *known);
    }

    // What ended a broker waits to be looked into, as what did not end one does. Its input is not run again: every
    // worker begins with the seeds and the corpus.
    void take_alarm(std::size_t number) {
        const std::optional<oracles::Alarm> alarm = board_.alarm(number);
        if (!alarm || alarm->oracle.empty())
            return;
        std::vector<std::string> ring = board_.ring(number);
        if (!ring.empty())
            board_.avoid(ring.back());
        if (board_.learn(*alarm))
            write_pending(settings_.folder, {*alarm, std::move(ring), board_.sessions()});
        board_.clear_alarm(number);
    }

    // One after the other, beside the workers. What is left at the end is looked into then, unless we were interrupted:
    // it stays for the next run.
    asio::awaitable<void> look_into_all() {
        bool told = false;
        while (result_.signal == 0) {
            const std::optional<Pending> next = take_pending(settings_.folder);
            if (!next && tending_ == 0)
                co_return;
            if (next && tending_ == 0 && !std::exchange(told, true))
                tell_(progress("the workers have ended; what they have found is still looked into"));
            if (next)
                co_await look_into(*next);
            else
                co_await pause(short_pause);
        }
    }

    asio::awaitable<void> pause(milliseconds time) {
        asio::steady_timer timer(io_, time);
        co_await timer.async_wait(asio::use_awaitable);
    }

    asio::awaitable<void> look_into(const Pending& pending) {
        const oracles::Alarm& alarm = pending.alarm;
        tell_(progress(fmt::format("alarm after {} sessions: {}: {}", pending.executions, alarm.oracle, alarm.text)));
        std::vector<mutate::Steps> sessions;
        for (const std::string& text : pending.sessions)
            if (auto steps = core::parse_steps(text))
                sessions.push_back(completed(*steps));
        Triaged triaged;
        if (settings_.triage)
            triaged = co_await settings_.triage(std::move(sessions), alarm, pending.executions);
        else
            triaged.finding = unrepeated(alarm);
        forget_pending(pending);
        conclude(alarm, triaged);
    }

    void conclude(const oracles::Alarm& alarm, const Triaged& triaged) {
        const auto same = [&triaged](const record::Finding& each) { return each.id == triaged.finding->id; };
        if (triaged.repetition || (triaged.finding && std::ranges::any_of(result_.findings, same)))
            return;
        if (!triaged.finding) {
            ++unconfirmed_;
            return tell_(progress(fmt::format("no finding: {}: {}: {}", alarm.oracle, alarm.text, triaged.note)));
        }
        result_.findings.push_back(*triaged.finding);
        tell_(progress(fmt::format("finding {}: {}: {}", triaged.finding->id, alarm.oracle, alarm.text)));
        if (settings_.until_finding)
            stop();
    }

    record::Finding unrepeated(const oracles::Alarm& alarm) const {
        record::Finding finding;
        finding.id = fmt::format("finding-{}", result_.findings.size() + 1);
        finding.oracle = alarm.oracle;
        finding.signature = alarm.signature;
        finding.reproduced = "0/0";
        finding.broker = plan::name_of(arena_.subject());
        finding.version = arena_.subject().installation.version;
        finding.seed = settings_.seed;
        finding.executions = board_.sessions();
        finding.statements = alarm.statements;
        return finding;
    }

    void note_failure(std::size_t number, const Ending& ending) {
        const std::optional<oracles::Alarm> words = board_.alarm(number);
        board_.clear_alarm(number);
        if (words)
            last_failure_ = words->text;
        else if (ending.exited)
            last_failure_ =
                fmt::format("its process ended with exit code {}; see logs/worker-{}.log", ending.code, number + 1);
        else
            last_failure_ = fmt::format("its process was ended by signal {}", ending.code);
        tell_(progress(fmt::format("worker {}: {}", number + 1, last_failure_)));
    }

    milliseconds unsaved_time() const { return std::chrono::duration_cast<milliseconds>(Clock::now() - begin_); }
    void save_time() {
        board_.add_time(unsaved_time());
        begin_ = Clock::now();
    }

    void limit_logs() {
        for (const plan::Standing* broker : standing_) {
            const std::filesystem::path& log = broker->log();
            std::error_code error;
            if (!log.empty() && std::filesystem::file_size(log, error) > log_limit && !error)
                std::filesystem::resize_file(log, 0, error);
        }
    }

    void sample() {
        samples_.push_back({Clock::now(), board_.sessions()});
        if (samples_.size() > rate_ticks + 1)
            samples_.pop_front();
        if (history_.is_due(board_.time()))
            add_to_history();
    }

    void add_to_history() {
        const Progress now = progress({});
        history_.add({.ms = board_.time(),
                      .executions = now.sessions,
                      .corpus = now.corpus,
                      .behaviours = now.behaviours,
                      .findings = now.findings,
                      .memory_kib = most_memory()});
    }

    // KiB, resident.
    std::uint64_t most_memory() const {
        std::uint64_t most = 0;
        for (const plan::Standing* broker : standing_)
            if (const auto& usage = broker->target().usage)
                if (const std::optional<drive::Usage> used = usage())
                    most = std::max(most, used->memory);
        return most;
    }

    Progress progress(std::string event) const {
        Progress now;
        now.sessions = board_.sessions();
        if (samples_.size() > 1) {
            const std::chrono::duration<double> span = samples_.back().at - samples_.front().at;
            now.per_second = static_cast<double>(samples_.back().sessions - samples_.front().sessions) / span.count();
        }
        now.corpus = files_in(settings_.folder / "corpus");
        now.behaviours = board_.behaviours();
        now.findings = result_.findings.size();
        now.unconfirmed = unconfirmed_;
        now.time = board_.time() + unsaved_time();
        now.event = std::move(event);
        return now;
    }

    struct Sample {
        Clock::time_point at;
        std::uint64_t sessions;
    };

    plan::Arena& arena_;
    const Settings& settings_;
    const std::function<void(const Progress&)>& tell_;
    asio::io_context io_{1};
    asio::signal_set signals_;
    asio::steady_timer timer_;
    Board board_;
    History history_;
    Clock::time_point begin_;
    std::optional<Clock::time_point> stopping_;
    std::size_t working_ = 0;  // workers, and who looks into their alarms
    std::size_t tending_ = 0;  // workers
    std::list<Child*> children_;
    Listed::Brokers standing_;
    std::deque<Sample> samples_;
    std::size_t unconfirmed_ = 0;
    std::string last_failure_;
    Result result_;
};

}  // namespace

Result run(plan::Arena& arena, const Settings& settings, const std::function<void(const Progress&)>& progress) {
    Campaign campaign(arena, settings, progress);
    return campaign.run();
}

}  // namespace gauntlet::fuzz::campaign
