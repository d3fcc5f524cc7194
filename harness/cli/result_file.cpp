#include "result_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "usage.hpp"

namespace gauntlet::cli {

void write_result(const std::string& out, const std::function<void(std::ostream&)>& write) {
    if (out.empty()) {
        write(std::cout);
        return;
    }
    std::ofstream file(out, std::ios::binary);
    if (file)
        write(file);
    if (!file.flush())
        throw UsageError(fmt::format("--out {}: the file cannot be written", out));
}

}  // namespace gauntlet::cli
