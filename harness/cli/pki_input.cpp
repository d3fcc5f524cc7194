#include "pki_input.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "file_text.hpp"
#include "gauntlet/recipe/time.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

PkiInputs read_pki_inputs(const std::string& folder) {
    const std::string path = folder + "/index.json";
    const std::string text = file_text("--pki", path);
    boost::system::error_code error;
    const boost::json::value index = boost::json::parse(text, error);
    const boost::json::object* object = error ? nullptr : index.if_object();
    const boost::json::value* seed = object != nullptr ? object->if_contains("seed") : nullptr;
    const boost::json::value* now = object != nullptr ? object->if_contains("now") : nullptr;
    boost::system::error_code no_number;
    const auto number = seed != nullptr ? seed->to_number<std::uint64_t>(no_number) : 0;
    const auto time = now != nullptr && now->is_string() ? recipe::parse_rfc3339(now->as_string()) : std::nullopt;
    if (seed == nullptr || no_number || !time)
        throw UsageError(
            fmt::format("--pki {}: index.json has no seed and time; make the folder with 'gauntlet pki make'", folder));
    return {number, *time};
}

}  // namespace gauntlet::cli
