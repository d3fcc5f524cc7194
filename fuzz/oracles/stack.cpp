// Which functions were running, out of a log.
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "gauntlet/fuzz/oracles/crash_text.hpp"

namespace gauntlet::fuzz::oracles {

namespace {

// How a language writes one frame of a stack. The group is the function.
struct Dialect {
    broker::TextPattern frame;
    bool innermost_last = false;
};

const std::vector<Dialect>& dialects() {
    static const std::vector<Dialect> all{
        // ASan, UBSan: `    #0 0x55d0 in function file:line`
        {broker::TextPattern(R"(^ *#[0-9]+ 0x[0-9a-f]+ in ([^ (]+))")},
        // valgrind: `==1==    at 0x10: function (file:line)`
        {broker::TextPattern(R"(^==[0-9]+== +[ab][ty] 0x[0-9A-F]+: ([^ (]+))")},
        // Rust: `   3: crate::module::function`
        {broker::TextPattern(R"(^ +[0-9]+: ([a-z_<][^ ]*)$)")},
        // Python: `  File "x.py", line 3, in function`
        {broker::TextPattern(R"(^ *File "[^"]+", line [0-9]+, in ([A-Za-z0-9_<>]+))"), true},
        // Java: `    at package.Class.method(File.java:3)`; JavaScript: `    at function (file.js:3:5)`
        {broker::TextPattern(R"(^[ 	]+at ([A-Za-z_$<][^ (]*))")},
        // Go: `main.(*Server).handle(0x1, 0x2)`
        {broker::TextPattern(R"(^([a-zA-Z][A-Za-z0-9_./-]*\.[A-Za-z0-9_.()*]+)\([^()]*\)$)")},
    };
    return all;
}

// Where a fault shows, not where it is: sanitizers, the C library, the runtimes.
constexpr auto not_at_fault = std::to_array<std::string_view>(
    {"__asan",  "__ubsan",  "__interceptor", "__sanitizer", "__libc",   "__GI_",   "__assert",   "abort", "raise",
     "gsignal", "pthread_", "runtime.",      "panic",       "memcpy",   "memmove", "malloc",     "std::", "core::",
     "rust_",   "java.",    "jdk.",          "node:",       "process.", "async",   "<anonymous>"});

bool is_at_fault(const std::string& function) {
    return std::ranges::none_of(not_at_fault, [&](std::string_view other) { return function.starts_with(other); });
}

}  // namespace

std::vector<std::string> stack_of(const std::vector<std::string>& lines) {
    for (const Dialect& dialect : dialects()) {
        std::vector<std::string> functions;
        for (const std::string& line : lines)
            if (std::optional<std::string> function = dialect.frame.capture(line); function && is_at_fault(*function))
                functions.push_back(std::move(*function));
        if (dialect.innermost_last)
            std::ranges::reverse(functions);
        if (!functions.empty())
            return functions;
    }
    return {};
}

}  // namespace gauntlet::fuzz::oracles
