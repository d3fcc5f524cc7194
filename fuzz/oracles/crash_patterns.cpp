#include <array>

#include "gauntlet/fuzz/oracles/crash_text.hpp"

namespace gauntlet::fuzz::oracles {

namespace {

constexpr std::array expressions{
    // Sanitizers, valgrind
    R"((Address|HWAddress|Leak|Thread|Memory|UndefinedBehavior)Sanitizer)",
    R"(: runtime error: )",
    R"(^==[0-9]+== (Invalid (read|write)|Conditional jump|Use of uninitialised|Process terminating))",
    // The C and C++ libraries
    R"(Assertion .* failed)",
    R"(double free|free\(\): invalid|malloc\(\): |corrupted (size|double|top)|stack smashing detected)",
    R"(terminate called (after|without))",
    // Go
    R"(^panic: |^fatal error: |panic serving|goroutine [0-9]+ \[running\])",
    // Rust
    R"(panicked at )",
    // Java
    R"(Exception in thread |A fatal error has been detected by the Java Runtime)",
    R"((OutOfMemory|StackOverflow|NoClassDefFound|Assertion)Error)",
    R"((NullPointer|IndexOutOfBounds|ClassCast|IllegalState|IllegalArgument|ConcurrentModification)Exception)",
    R"((NumberFormat|Arithmetic|NegativeArraySize|BufferUnderflow|BufferOverflow|UnsupportedOperation)Exception)",
    // Python
    R"(^ *Traceback \(most recent call last\))",
    R"(Task exception was never retrieved)",
    // JavaScript
    R"(^(Uncaught )?(Type|Range|Reference|Eval|URI|Assertion)Error)",
    R"(Uncaught exception|[Uu]nhandled(Promise)?Rejection|triggerUncaughtException)",
    // Erlang, Elixir
    R"(CRASH REPORT|^ *crasher:|Error in process <|(Generic server|State machine|gen_server|gen_statem) .* terminat)",
};

}  // namespace

const std::vector<broker::TextPattern>& crash_patterns() {
    static const std::vector<broker::TextPattern> patterns = [] {
        std::vector<broker::TextPattern> list;
        for (const char* expression : expressions)
            list.emplace_back(expression);
        return list;
    }();
    return patterns;
}

}  // namespace gauntlet::fuzz::oracles
