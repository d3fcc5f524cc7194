#include "fuzz_options.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <charconv>

#include "file_text.hpp"
#include "new_file.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace json = boost::json;

namespace {

constexpr const char* schema = "gauntlet.campaign/1";
constexpr const char* file_name = "campaign.json";

// Each member of FuzzOptions that a campaign goes on with, once for both directions.
template <typename Options, typename Visit>
void each_member(Options& options, Visit visit) {
    visit("broker", options.broker);
    visit("listener", options.listener.url);
    visit("profile", options.listener.profile);
    visit("ca", options.listener.ca);
    visit("cert", options.listener.cert);
    visit("key", options.listener.key);
    visit("username", options.listener.username);
    visit("password_file", options.listener.password_file);
    visit("pki", options.listener.pki);
    visit("allow_remote", options.listener.allow_remote);
    visit("allow_disruptive", options.listener.allow_disruptive);
    visit("transport", options.transport);
    visit("planes", options.planes);
    visit("time", options.time);
    visit("sessions", options.sessions);
    visit("jobs", options.jobs);
    visit("seed", options.seed);
    visit("now", options.now);
    visit("rate", options.rate);
    visit("timeout", options.timeout);
    visit("no_feedback", options.no_feedback);
    visit("until_finding", options.until_finding);
    visit("set", options.set);
}

}  // namespace

std::optional<std::chrono::milliseconds> duration_of(const std::string& text) {
    if (text.empty())
        return std::nullopt;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string unit(end, text.data() + text.size());
    constexpr std::array<std::pair<std::string_view, std::uint64_t>, 5> units{
        {{"s", 1}, {"", 1}, {"m", 60}, {"h", 3600}, {"d", 86'400}}};
    for (const auto& [name, seconds] : units)
        if (error == std::errc() && unit == name && number > 0 && number < 1'000'000)
            return std::chrono::seconds(number * seconds);
    throw UsageError(fmt::format("--time {}: must be a number with s, m, h or d, such as 60s, 10m or 7d", text));
}

fuzz::mutate::Scope scope_of(const std::vector<std::string>& planes, core::Transport transport) {
    const bool websocket = core::has_websocket(transport);
    fuzz::mutate::Scope scope{
        .sequences = planes.empty(), .connections = planes.empty(), .unauthenticated = planes.empty()};
    scope.frames = planes.empty() && websocket;
    for (const std::string& plane : planes) {
        if (plane == "sequences")
            scope.sequences = true;
        else if (plane == "connections")
            scope.connections = true;
        else if (plane == "unauthenticated")
            scope.unauthenticated = true;
        else if (plane == "frames")
            scope.frames = true;
        else if (plane != "packets")
            throw UsageError(
                fmt::format("--plane {}: there is packets, sequences, connections, unauthenticated and frames", plane));
    }
    if (scope.frames && !websocket)
        throw UsageError("--plane frames: only ws and wss have frames");
    return scope;
}

void write_campaign(const std::filesystem::path& folder, const FuzzOptions& options) {
    json::object object{{"schema", schema}};
    each_member(options, [&object](const char* name, const auto& value) { object[name] = json::value_from(value); });
    const std::filesystem::path part = folder / "campaign.json.part";
    std::filesystem::remove(part);
    write_new_file(part, json::serialize(object) + "\n", secret_mode);
    std::filesystem::rename(part, folder / file_name);
}

FuzzOptions read_campaign(const FuzzOptions& options) {
    const std::filesystem::path path = std::filesystem::path(options.resume) / file_name;
    const auto refuse = [&path](const std::string& what) {
        throw UsageError(fmt::format("--resume: {}: {}; name the folder of a campaign", path.string(), what));
    };
    if (!std::filesystem::is_regular_file(path))
        refuse("there is no such file");
    FuzzOptions read;
    try {
        const json::object object = json::parse(file_text("--resume", path.string())).as_object();
        if (object.at("schema").as_string() != schema)
            refuse("is of another version");
        each_member(read, [&object](const char* name, auto& value) {
            value = json::value_to<std::remove_reference_t<decltype(value)>>(object.at(name));
        });
    } catch (const std::exception& error) {
        refuse(error.what());
    }
    if (!options.time.empty())
        read.time = options.time;
    if (options.sessions != 0)
        read.sessions = options.sessions;
    read.resume = options.resume;
    read.out = options.resume;
    return read;
}

}  // namespace gauntlet::cli
