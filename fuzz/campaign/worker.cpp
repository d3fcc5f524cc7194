#include "worker.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <map>
#include <thread>

#include "engine.hpp"
#include "frontier.hpp"
#include "gauntlet/core/step_text.hpp"
#include "gauntlet/fuzz/campaign/completed.hpp"
#include "gauntlet/fuzz/campaign/executor.hpp"
#include "gauntlet/fuzz/mutate/session.hpp"
#include "pending.hpp"

namespace gauntlet::fuzz::campaign {

namespace {

using Clock = std::chrono::steady_clock;

// A second client is asked for after so many sessions, and an idle broker looked at after so many.
constexpr std::uint64_t probe_every = 256;
constexpr std::uint64_t check_every = 16'384;
// Of sessions that are likely to be left waiting, one in so many is run.
constexpr std::uint64_t silent_every = 64;
// Sessions in a row that could not be done.
constexpr int most_faults = 50;
// A session that took this long may have left a broker that serves nobody.
constexpr std::chrono::seconds suspicious{1};

[[noreturn]] void leave(int status) {
    std::fflush(nullptr);
    ::_exit(status);
}

// Keeps what is done per second below a limit; the burst is a second's worth.
class Throttle {
  public:
    explicit Throttle(double per_second) : per_second_(per_second) {}
    void take(double amount) {
        if (per_second_ <= 0)
            return;
        due_ = std::max(due_, Clock::now() - std::chrono::seconds(1)) +
               std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(amount / per_second_));
        std::this_thread::sleep_until(due_);
    }

  private:
    double per_second_;
    Clock::time_point due_ = Clock::now();
};

class Worker final : public Client {
  public:
    Worker(const Work& work, Board& board)
        : work_(work),
          settings_(*work.settings),
          board_(board),
          executor_(*work.target, *work.profile, work.process),
          sessions_(settings_.sessions_per_second),
          bytes_(static_cast<double>(settings_.bytes_per_second)) {}

    void begin() {
        if (const auto alarm = executor_.calibrate())
            fail(fmt::format("the broker does not serve good clients: {}", alarm->text));
        if (const auto alarm = executor_.probe())
            fail(fmt::format("the broker does not serve a good client: {}", alarm->text));
    }

    bool run(std::string_view input) override {
        const mutate::Steps* steps = steps_of(input);
        if (steps == nullptr)
            return false;
        if (board_.stopped() || (settings_.sessions != 0 && board_.sessions() >= settings_.sessions))
            finish();
        if (board_.avoids(input))
            return false;
        const Completed session = complete(*steps);
        if (is_waste(session.broken))
            return false;
        sessions_.take(1);
        bytes_.take(static_cast<double>(input.size()));
        board_.begin(work_.number, input);
        const Ran& ran = executed(session.steps);
        tell(ran, session.ordered);
        const bool worth_keeping = ran.fault.empty() && !ran.silent && session.ordered;
        if (settings_.feedback && worth_keeping)
            frontier_.add(ran.answers, *steps, input.size());
        board_.end(work_.number, seen_);
        note_silence(session.broken, ran);
        if (ran.alarm)
            alarm(*ran.alarm);
        look_after(ran);
        return worth_keeping;
    }

    std::string mutated(std::string_view input, std::uint64_t seed) override {
        mutate::Random random(seed);
        const mutate::Steps* steps = settings_.feedback ? steps_of(input) : &random.pick(settings_.seeds);
        if (steps == nullptr)
            return std::string(input);
        if (settings_.feedback && settings_.scope.sequences && random.chance(2))
            if (const mutate::Steps* rare = frontier_.pick(random); rare != nullptr && !rare->empty())
                return kept(from_rare(*rare, random));
        return kept(mutate::mutate_session(*steps, settings_.scope, random));
    }

    std::string crossed(std::string_view first, std::string_view second, std::uint64_t seed) override {
        mutate::Random random(seed);
        if (!settings_.feedback || !random.chance(4))
            return mutated(first, random.next());
        const mutate::Steps* of_first = steps_of(first);
        if (of_first == nullptr)
            return std::string(first);
        const mutate::Steps one = *of_first;
        const mutate::Steps* other = steps_of(second);
        return kept(mutate::cross_sessions(one, other == nullptr ? one : *other, settings_.scope, random));
    }

  private:
    // A broker that is silent after what breaks one rule is often silent after what breaks the same. To wait for it
    // each time would cost more sessions than it is worth: where waiting takes too much of the time, such sessions are
    // passed over, but for some.
    struct Silence {
        std::uint64_t runs = 0;  // since the first silent one
        std::uint64_t silent = 0;
        std::uint64_t passed_over = 0;
    };

    bool is_waste(std::uint32_t broken) {
        const auto found = silences_.find(broken);
        if (found == silences_.end() || silent_time_ * 10 < Clock::now() - begin_)
            return false;
        Silence& silence = found->second;
        return silence.silent * 50 > silence.runs && ++silence.passed_over % silent_every != 0;
    }

    void note_silence(std::uint32_t broken, const Ran& ran) {
        if (broken == 0 || (!ran.silent && !silences_.contains(broken)))
            return;
        Silence& silence = silences_[broken];
        ++silence.runs;
        silence.silent += ran.silent ? 1U : 0U;
        if (ran.silent)
            silent_time_ += ran.taken;
    }

    // The steps of an input; those of the last ones are kept, as the engine runs what it has just had mutated.
    const mutate::Steps* steps_of(std::string_view input) {
        for (const Kept& each : kept_)
            if (each.text == input && !each.text.empty())
                return &each.steps;
        auto parsed = core::parse_steps(input);
        if (!parsed || parsed->empty())
            return nullptr;
        return &keep(std::string(input), *std::move(parsed)).steps;
    }

    std::string kept(mutate::Steps steps) {
        std::string text = core::to_text(steps);
        if (text.size() > longest_input)
            return {};
        return keep(std::move(text), std::move(steps)).text;
    }

    struct Kept {
        std::string text;
        mutate::Steps steps;
    };
    const Kept& keep(std::string text, mutate::Steps steps) {
        Kept& entry = kept_[next_++ % kept_.size()];
        entry.text = std::move(text);
        entry.steps = std::move(steps);
        return entry;
    }

    const Ran& executed(const std::vector<core::Step>& steps) {
        try {
            return executor_.run(steps);
        } catch (const std::exception& error) {
            fail(error.what());
        }
    }

    // Mostly further; and shorter, for there is an end to how long a session may be.
    mutate::Steps from_rare(const mutate::Steps& steps, mutate::Random& random) const {
        switch (random.below(8)) {
            case 0:
                return mutate::mutate_session(steps, settings_.scope, random);
            case 1:
            case 2:
                return mutate::shorten_session(steps, settings_.scope, random);
            default:
                return mutate::extend_session(steps, settings_.scope, random);
        }
    }

    // What came of a race guides nobody, and nothing of it is left: else each run of a seed would go its own way.
    void tell(const Ran& ran, bool ordered) {
        seen_ = ran.behaviours;
        if (settings_.process_guides)
            seen_.insert(seen_.end(), ran.signs.begin(), ran.signs.end());
        if (!ordered)
            return executor_.clear_retained();
        if (settings_.feedback)
            for (const std::uint32_t behaviour : seen_)
                count(behaviour);
        else
            count(0);
    }

    void look_after(const Ran& ran) {
        faults_ = ran.fault.empty() ? 0 : faults_ + 1;
        if (faults_ == most_faults)
            fail(ran.fault);
        const std::uint64_t done = ++done_;
        std::optional<oracles::Alarm> found;
        if (done % check_every == 0)
            found = executor_.check();
        else if (done % probe_every == 0 || ran.silent || ran.taken >= suspicious)
            found = executor_.probe();
        if (found)
            alarm(*found);
    }

    [[noreturn]] void finish() {
        if (done_ > 0)
            if (const auto found = executor_.check())
                alarm(*found);
        leave(worker_done);
    }

    // The worker ends with its broker, and not before: what else there is to tell is looked into beside it.
    void alarm(const oracles::Alarm& found) {
        if (executor_.serves()) {
            if (board_.learn(found))
                write_pending(settings_.folder, {found, board_.ring(work_.number), board_.sessions()});
            return;
        }
        board_.raise(work_.number, found);
        leave(worker_alarm);
    }

    [[noreturn]] void fail(const std::string& why) {
        board_.raise(work_.number, {"", "", why, {}});
        leave(worker_fault);
    }

    const Work& work_;
    const Settings& settings_;
    Board& board_;
    Executor executor_;
    Frontier frontier_;
    Throttle sessions_;
    Throttle bytes_;
    std::map<std::uint32_t, Silence> silences_;  // by Completed::broken
    Clock::duration silent_time_{0};
    Clock::time_point begin_ = Clock::now();
    std::array<Kept, 8> kept_;
    std::size_t next_ = 0;
    std::vector<std::uint32_t> seen_;
    std::uint64_t done_ = 0;
    int faults_ = 0;
};

}  // namespace

void work(const Work& work, Board& board) {
    try {
        Worker worker(work, board);
        worker.begin();
        const Settings& settings = *work.settings;
        // Another one in each worker and after each restart.
        const std::uint64_t seed = settings.seed * 0x9e3779b97f4a7c15 + work.number + (board.sessions() << 8U);
        run_engine(worker, {.seed = static_cast<std::uint32_t>(seed >> 17U) | 1U,
                            .corpus = settings.folder / "corpus",
                            .seeds = work.seed_list,
                            .artifacts = settings.folder / "logs",
                            .several = settings.jobs > 1});
    } catch (const std::exception& error) {
        board.raise(work.number, {"", "", error.what(), {}});
        leave(worker_fault);
    }
}

}  // namespace gauntlet::fuzz::campaign
