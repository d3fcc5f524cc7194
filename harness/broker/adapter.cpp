#include "gauntlet/broker/adapter.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "adapter_file.hpp"

namespace gauntlet::broker {
namespace {

bool is_given(const std::string& option, std::string_view capability, const UserInputs& inputs) {
    return option == "--profile" ? inputs.profile_capabilities.contains(capability) : inputs.options.contains(option);
}

std::vector<std::string> names(const std::filesystem::path& adapters) {
    std::vector<std::string> result;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(adapters, error), end; !error && entry != end;
         entry.increment(error))
        if (std::filesystem::exists(entry->path() / "adapter.toml"))
            result.push_back(entry->path().filename().string());
    if (error)
        throw BadInput(fmt::format("{}: cannot be read ({}); set GAUNTLET_DATA to the folder that holds adapters/",
                                   adapters.string(), error.message()));
    std::sort(result.begin(), result.end());
    return result;
}

}  // namespace

std::optional<Lack> Adapter::lacks(std::string_view capability, const UserInputs& inputs,
                                   std::optional<core::Transport> transport) const {
    const auto found = capabilities.find(capability);
    if (found == capabilities.end())
        return Lack{.skipped = false, .why = fmt::format("no capability is called {}", capability)};
    const Declared& declared = found->second;
    if (!declared.reason.empty())
        return Lack{.skipped = false, .why = declared.reason};
    if (transport && declared.reasons.contains(*transport))
        return Lack{.skipped = false, .why = declared.reasons.at(*transport)};
    const auto given = [&](const std::string& option) { return is_given(option, capability, inputs); };
    if (declared.options.empty() || std::any_of(declared.options.begin(), declared.options.end(), given))
        return std::nullopt;
    const bool declares = declared.options.front() == "--profile";
    return Lack{
        .skipped = true,
        .why = declares
                   ? fmt::format("{}: not said of this listener; give the --profile that it is set up as", capability)
                   : fmt::format("{}: credential not given; give {}", capability, fmt::join(declared.options, " or "))};
}

Adapter load_adapter(const std::filesystem::path& adapters, std::string_view name) {
    const std::vector<std::string> known = names(adapters);
    if (std::find(known.begin(), known.end(), name) == known.end())
        throw BadInput(fmt::format("unknown broker \"{}\"; known: {}", name, fmt::join(known, ", ")));
    return read_adapter(adapters / name / "adapter.toml");
}

std::vector<Adapter> load_adapters(const std::filesystem::path& adapters) {
    std::vector<Adapter> result;
    for (const std::string& name : names(adapters))
        result.push_back(read_adapter(adapters / name / "adapter.toml"));
    return result;
}

}  // namespace gauntlet::broker
