// gauntlet merge: the shards of one run as one, with their transcripts and logs.
#include "gauntlet/record/merge.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "execution.hpp"
#include "gauntlet/record/json.hpp"
#include "out_folder.hpp"
#include "records.hpp"
#include "usage.hpp"

namespace gauntlet::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::array folders_of_a_run{"transcripts", "logs", "captures"};

std::string shard_folder(const record::Run& run) {
    return fmt::format("shards/{}", run.selection ? run.selection->shard : 0);
}

void copy_files(const fs::path& from, const fs::path& to) {
    try {
        for (const char* name : folders_of_a_run)
            if (fs::is_directory(from / name)) {
                fs::create_directories(to);
                fs::copy(from / name, to / name, fs::copy_options::recursive | fs::copy_options::skip_symlinks);
            }
    } catch (const fs::filesystem_error& error) {
        throw UsageError(fmt::format("{}: its files cannot be copied: {}", from.string(), error.code().message()));
    }
}

}  // namespace

int merge(const MergeOptions& options) {
    check_out_folder(options.out);
    std::vector<record::Shard> shards;
    for (const std::string& file : options.records) {
        record::Run run = record::read(file);
        const std::string folder = shard_folder(run);
        shards.push_back({file, folder, std::move(run)});
    }
    record::Run whole = record::merge(shards);
    fs::create_directories(options.out);
    fs::permissions(options.out, fs::perms::owner_all);
    for (const record::Shard& shard : shards)
        copy_files(fs::path(shard.file).parent_path(), fs::path(options.out) / shard.folder);
    return publish(std::move(whole), options.out, {.verbose = options.verbose});
}

}  // namespace gauntlet::cli
