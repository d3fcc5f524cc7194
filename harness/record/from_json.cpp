#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "gauntlet/core/bad_input.hpp"
#include "gauntlet/record/finding_file.hpp"
#include "gauntlet/record/json.hpp"
#include "gauntlet/record/print.hpp"
#include "line_of.hpp"
#include "reader.hpp"

namespace gauntlet::record {

namespace {

// `mend`: what to do about a file that is none.
boost::json::value parse(std::string_view text, std::string_view file, std::string_view mend) {
    boost::json::stream_parser parser;
    boost::json::error_code error;
    const std::size_t good = parser.write(text.data(), text.size(), error);
    if (!error)
        parser.finish(error);
    if (error) {
        const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(good), '\n') + 1;
        throw core::BadInput(file, static_cast<int>(line), fmt::format("no JSON here ({}); {}", error.message(), mend));
    }
    return parser.release();
}

void require_schema(const boost::json::value& json) {
    const boost::json::object* object = json.if_object();
    const boost::json::value* found = object == nullptr ? nullptr : object->if_contains("schema");
    if (found == nullptr || !found->is_string())
        throw Fault{"", fmt::format("no run record: \"schema\" must be \"{}\"", schema)};
    if (found->get_string() != schema)
        throw Fault{"/schema", fmt::format("is {}, this program reads \"{}\"; use the program that wrote it",
                                           quote(found->get_string()), schema)};
}

void require_scenarios(const Run& run) {
    for (std::size_t i = 0; i < run.cells.size(); ++i)
        if (scenario_of(run, run.cells[i]) == nullptr)
            throw Fault{fmt::format("/cells/{}/scenario", i), "names none of the record's scenarios"};
}

std::string text_of(const std::filesystem::path& path, std::string_view mend) {
    std::ifstream stream(path, std::ios::binary);
    std::string text;
    std::array<char, 1 << 16> block;
    while (stream.read(block.data(), block.size()) || stream.gcount() > 0)
        text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
    if (!stream.is_open() || stream.bad())
        throw core::BadInput(path.string(), 0, fmt::format("cannot be read; {}", mend));
    return text;
}

core::BadInput bad(std::string_view text, std::string_view file, const Fault& fault) {
    return {file, line_of(text, fault.pointer), fault.pointer.empty() ? fault.what : fault.pointer + ": " + fault.what};
}

}  // namespace

Run from_json(std::string_view text, std::string_view file) {
    const boost::json::value json = parse(text, file, "write the record again with 'gauntlet run'");
    try {
        require_schema(json);
        Run run;
        Reader reader(json, "");
        fields(reader, run);
        require_scenarios(run);
        return run;
    } catch (const Fault& fault) {
        throw bad(text, file, fault);
    }
}

Run read(const std::filesystem::path& path) {
    return from_json(text_of(path, "name a record.json that 'gauntlet run' wrote"), path.string());
}

Finding read_finding(const std::filesystem::path& path) {
    constexpr std::string_view mend = "remove its folder, and the campaign forgets it";
    const std::string text = text_of(path, mend);
    const boost::json::value json = parse(text, path.string(), mend);
    try {
        Finding finding;
        Reader reader(json, "");
        fields(reader, finding);
        return finding;
    } catch (const Fault& fault) {
        throw bad(text, path.string(), fault);
    }
}

}  // namespace gauntlet::record
