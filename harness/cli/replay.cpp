// gauntlet replay: whether a finding is still there.
#include <fmt/format.h>
#include <stdlib.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>

#include "execution.hpp"
#include "external.hpp"
#include "finding.hpp"
#include "gauntlet/fuzz/triage/same_fault.hpp"
#include "gauntlet/fuzz/triage/triage.hpp"
#include "gauntlet/plan/arena.hpp"
#include "gauntlet/plan/run.hpp"
#include "gauntlet/record/gate.hpp"
#include "gauntlet/record/scenario_file.hpp"
#include "gauntlet/scenarios/catalogue.hpp"
#include "out_folder.hpp"
#include "reproducer_path.hpp"
#include "subjects.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace triage = fuzz::triage;

// Where the logs are that the oracles read: --out, or a folder that is gone afterwards.
class LogFolder {
  public:
    explicit LogFolder(const std::string& out) : kept_(!out.empty()) {
        if (kept_) {
            check_out_folder(out);
            path_ = out;
            fs::create_directories(path_ / "logs");
            return;
        }
        std::string name = (fs::temp_directory_path() / "gauntlet-replay-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw fs::filesystem_error("cannot make a folder", name, std::error_code(errno, std::generic_category()));
        path_ = name;
        fs::create_directories(path_ / "logs");
    }
    ~LogFolder() {
        std::error_code ignored;
        if (!kept_)
            fs::remove_all(path_, ignored);
    }
    LogFolder(const LogFolder&) = delete;
    LogFolder& operator=(const LogFolder&) = delete;

    const fs::path& path() const { return path_; }

  private:
    bool kept_;
    fs::path path_;
};

plan::Subject subject_of(const ReplayOptions& options, const record::Reproducer& reproducer,
                         const std::vector<core::Scenario>& scenarios, issue::Issuer& issuer) {
    const std::vector<broker::Adapter> adapters = load_all_adapters();
    if (!options.listener.url.empty() && !options.listener.allow_disruptive)
        throw UsageError(fmt::format("{}: a finding may end that broker; --allow-disruptive says that it may",
                                     options.listener.url));
    if (!options.listener.url.empty())
        return external_subject(options.listener, scenarios, issuer, adapters);
    const std::string name = options.broker.empty() ? reproducer.broker : options.broker;
    // The user's settings come later, and win.
    std::vector<std::string> set;
    for (const std::string& entry : reproducer.set)
        if (entry.starts_with(name + "."))
            set.push_back(entry);
    set.insert(set.end(), options.set.begin(), options.set.end());
    plan::Subject subject = locate_all(named(adapters, {name}), set).front();
    if (!subject.installation.found())
        throw std::runtime_error(fmt::format("{}: {}", name, subject.installation.missing));
    return subject;
}

core::Transport transport_of(const plan::Subject& subject, const record::Reproducer& reproducer) {
    return subject.external ? subject.external->address.transport : reproducer.transport;
}

const core::Profile& profile_of(const plan::Subject& subject, const record::Reproducer& reproducer,
                                const std::vector<core::Scenario>& scenarios) {
    const std::string& name = subject.external ? subject.external->profile : reproducer.profile;
    const core::Profile* profile = record::find_profile(scenarios, name);
    if (profile == nullptr)
        throw UsageError(fmt::format("the reproducer's profile {} is none of this program's", name));
    return *profile;
}

triage::Replayed run(plan::Arena& arena, const record::Reproducer& reproducer) {
    triage::Stage stage(arena);
    triage::Replayed replayed;
    std::exception_ptr error;
    const auto whole = [&]() -> asio::awaitable<void> {
        const fuzz::oracles::Alarm expected{reproducer.oracle, reproducer.signature, reproducer.text,
                                            reproducer.statements};
        replayed = co_await triage::repeat(stage, reproducer.sessions, expected);
        co_await stage.close();
    };
    asio::io_context io;
    asio::co_spawn(io, whole(), [&error](std::exception_ptr e) { error = std::move(e); });
    io.run();
    if (error)
        std::rethrow_exception(error);
    return replayed;
}

int tell(const record::Reproducer& reproducer, const plan::Subject& subject, const triage::Replayed& replayed) {
    fmt::print("{}\n", reproducer.finding);
    fmt::print("  expected  {}: {}\n", reproducer.oracle, reproducer.signature);
    fmt::print("  broker    {} {}, over {}\n", plan::name_of(subject), subject.installation.version,
               to_string(transport_of(subject, reproducer)));
    fmt::print("  control   {}\n", replayed.control);
    fmt::print("  raised    {} of {}\n", replayed.raised, replayed.times);
    if (replayed.last)
        fmt::print("  at last   {}\n", replayed.last->text);
    if (replayed.other)
        fmt::print("  instead   {}: {}\n", triage::key_of(*replayed.other), replayed.other->text);
    if (replayed.raised > 0 || replayed.other)
        return record::exit_finding;
    return replayed.control == "quiet" ? record::exit_as_expected : record::exit_infrastructure;
}

}  // namespace

int replay(const ReplayOptions& options) {
    if (!options.broker.empty() && !options.listener.url.empty())
        throw UsageError("--broker and --listener exclude each other");
    const record::Reproducer reproducer = record::read_reproducer(reproducer_path(options.file));
    const std::vector<core::Scenario> scenarios = scenarios::all();
    issue::Issuer issuer(reproducer.seed, reproducer.now);
    const plan::Subject subject = subject_of(options, reproducer, scenarios, issuer);
    const core::Profile& profile = profile_of(subject, reproducer, scenarios);
    // Forks its guardian, so it comes before the first thread.
    broker::Supervisor supervisor;
    const LogFolder logs(options.out);
    plan::Arena::Options settings;
    settings.timeout = milliseconds_of(options.timeout);
    settings.run_prefix = plan::new_run_prefix(reproducer.seed);
    settings.out = logs.path();
    plan::Arena arena(subject, profile, transport_of(subject, reproducer), supervisor, issuer, settings);
    return tell(reproducer, subject, run(arena, reproducer));
}

}  // namespace gauntlet::cli
