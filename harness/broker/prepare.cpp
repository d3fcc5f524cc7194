#include "prepare.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include "gauntlet/broker/supervisor.hpp"
#include "instance_state.hpp"
#include "process.hpp"
#include "system_words.hpp"

namespace gauntlet::broker {
namespace {

using std::chrono::steady_clock;

constexpr auto prepare_deadline = std::chrono::seconds(30);

}  // namespace

SpawnRequest request_in(const Surroundings& surroundings, std::vector<std::string> command, int output) {
    return {.command = std::move(command),
            .environment = minimal_environment(surroundings.folder),
            .folder = surroundings.folder,
            .output = output,
            .identity = surroundings.identity};
}

std::vector<std::string> render_all(const std::vector<Template>& texts, const kainjow::mustache::data& variables) {
    std::vector<std::string> result;
    for (const Template& text : texts)
        result.push_back(render(text, variables));
    return result;
}

Descriptor open_log(const std::filesystem::path& path) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (!file)
        throw StartFault(system_words("cannot write the log " + path.string()));
    return file;
}

boost::asio::awaitable<void> prepare(const Surroundings& surroundings, const std::string& adapter,
                                     const std::vector<PrepareRule>& rules, const Contexts& variables, const Log& log,
                                     bool on_reload) {
    const Descriptor output = open_log(log.path());
    for (const PrepareRule& rule : rules) {
        if (on_reload && !rule.on_reload)
            continue;
        for (const kainjow::mustache::data* context : contexts_for(rule, variables)) {
            const SpawnRequest command = request_in(surroundings, render_all(rule.command, *context), output.get());
            Process process(surroundings.warden, command);
            const bool ended = co_await process.ended_until(steady_clock::now() + prepare_deadline);
            process.kill_group();
            const Ending ending = process.finish();
            if (!ended || ending.by_signal || ending.code != 0)
                throw StartFault(fmt::format("preparing {}: {}: {}", adapter, command.command.front(),
                                             observation_of(ending, log.tail(quoted_log_lines)).text));
        }
    }
}

}  // namespace gauntlet::broker
