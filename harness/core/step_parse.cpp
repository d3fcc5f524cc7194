#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <limits>

#include "cursor.hpp"
#include "gauntlet/core/step_text.hpp"
#include "gauntlet/recipe/catalogue.hpp"
#include "quoted.hpp"
#include "step_words.hpp"

namespace gauntlet::core {

namespace {

constexpr std::int64_t longest_pause = 3'600'000;  // ms
constexpr std::int64_t largest_crowd = 1'000'000;

template <typename Enum, std::size_t Count>
Enum choice(Cursor& cursor, const std::array<std::string_view, Count>& words, std::string_view what) {
    return static_cast<Enum>(cursor.choice(words, what));
}

// "": no label stands here.
std::string label(Cursor& cursor) {
    return cursor.accept("->") ? cursor.name("a label") : std::string();
}

Step parse_open(Cursor& cursor, const std::string& channel) {
    Open step;
    step.channel = channel;
    step.door = choice<Door>(cursor, door_words, "where to");
    // A comma may also begin what is said of the upgrade, but only behind a label.
    step.engine = choice<Engine>(cursor, engine_words, "the engine");
    if (cursor.accept("as client"))
        step.client = cursor.text("the client's name");
    step.at = label(cursor);
    if (cursor.accept(", the upgrade")) {
        cursor.expect("->");
        step.upgrade = cursor.name("a label");
    }
    return step;
}

bool is_placeholder(std::string_view name) {
    return std::ranges::find(placeholder_names, name) != placeholder_names.end();
}

// Which bytes they stand for is not known yet.
wire::Expected<std::string_view, std::string> any_placeholder(std::string_view name) {
    if (is_placeholder(name))
        return std::string_view();
    return fmt::format("a brace in a text begins one of {{{}}}, or is written \\x7b",
                       fmt::join(placeholder_names, "}, {"));
}

// Up to the end, or up to `stop`.
std::string parse_notation(Cursor& cursor, std::string_view stop = {}) {
    cursor.at_end();  // passes over the blanks
    const std::size_t start = cursor.position();
    const std::string_view notation = cursor.rest(stop);
    if (const auto items = wire::notation::parse(notation, any_placeholder); cursor.ok() && !items)
        cursor.fail_at(start + items.error().column - 1, items.error().message);
    return on_one_line(notation);
}

Step parse_send(Cursor& cursor, const std::string& channel) {
    Send step;
    step.channel = channel;
    step.as = choice<As>(cursor, as_words, "");
    step.split = choice<Split>(cursor, split_words, "");
    step.bytes = parse_notation(cursor);
    return step;
}

Step parse_read(Cursor& cursor, const std::string& channel) {
    Read step;
    step.channel = channel;
    step.until_end = cursor.accept("until the end");
    step.at = label(cursor);
    return step;
}

Step parse_barrier(Cursor& cursor, const std::string& channel) {
    Barrier step;
    step.channel = channel;
    step.at = label(cursor);
    return step;
}

Step parse_close(Cursor& cursor, const std::string& channel) {
    Close step;
    step.channel = channel;
    step.how = choice<CloseHow>(cursor, close_words, "how to close");
    return step;
}

Step parse_search(Cursor& cursor, const std::string& channel) {
    Search step;
    step.channel = channel;
    do {
        step.texts.push_back(cursor.text("what is searched for"));
    } while (cursor.ok() && cursor.accept(","));
    step.at = label(cursor);
    return step;
}

Step parse_on_channel(Cursor& cursor, const std::string& channel) {
    if (cursor.accept("open"))
        return parse_open(cursor, channel);
    if (cursor.accept("send"))
        return parse_send(cursor, channel);
    if (cursor.accept("read"))
        return parse_read(cursor, channel);
    if (cursor.accept(barrier_words) || cursor.accept("barrier"))
        return parse_barrier(cursor, channel);
    if (cursor.accept("close by"))
        return parse_close(cursor, channel);
    if (cursor.accept(search_words))
        return parse_search(cursor, channel);
    cursor.fail("a channel does one of: open, send, read, barrier, close by, search the bytes on the wire for");
    return {};
}

Step parse_boot(Cursor& cursor) {
    Boot step;
    step.at = label(cursor);
    return step;
}

Step parse_pause(Cursor& cursor) {
    Pause step;
    step.time = std::chrono::milliseconds(cursor.number("how long", longest_pause));
    cursor.expect("ms");
    return step;
}

Step parse_crowd(Cursor& cursor) {
    Crowd step;
    step.clients = static_cast<unsigned>(cursor.number("how many clients", largest_crowd));
    cursor.expect(crowd_words);
    if (cursor.accept("as client"))
        step.client = cursor.text("the client's name");
    cursor.expect(":");
    cursor.expect("send");
    step.bytes = parse_notation(cursor, "->");
    step.at = label(cursor);
    return step;
}

void parse_limit(Cursor& cursor, Measure& step) {
    const std::int64_t limit = cursor.number("a limit", std::numeric_limits<std::int32_t>::max());
    if (cursor.accept("ms"))
        step.cpu = std::chrono::milliseconds(limit);
    else if (cursor.accept("KiB"))
        step.memory = static_cast<unsigned>(limit);
    else if (cursor.accept("descriptors"))
        step.descriptors = static_cast<unsigned>(limit);
    else
        cursor.fail("a limit is one of ms, KiB, descriptors");
}

Step parse_measure(Cursor& cursor) {
    Measure step;
    if (cursor.accept("since"))
        step.since = cursor.name("the label of an earlier measurement");
    while (cursor.accept(", at most"))
        parse_limit(cursor, step);
    step.at = label(cursor);
    return step;
}

const recipe::Crl* find_crl(const std::string& name) {
    const auto crls = recipe::crls();
    const auto found =
        std::ranges::find(crls, std::string_view(name), [](const recipe::Crl* crl) { return crl->name; });
    return found == crls.end() ? nullptr : *found;
}

Step parse_reload(Cursor& cursor) {
    Reload step;
    while (cursor.ok() && !cursor.at_end() && !cursor.stands_here("->")) {
        if (!step.crls.empty())
            cursor.expect(",");
        cursor.at_end();  // passes over the blanks
        const std::size_t start = cursor.position();
        step.crls.push_back(find_crl(cursor.name("the name of a CRL")));
        if (step.crls.back() == nullptr)
            cursor.fail_at(start, "there is no CRL of this name; INDEX.md of 'gauntlet pki make' lists them");
    }
    step.at = label(cursor);
    return step;
}

Step parse_any(Cursor& cursor) {
    if (cursor.accept(boot_words))
        return parse_boot(cursor);
    if (cursor.accept("pause"))
        return parse_pause(cursor);
    if (cursor.accept(measure_words))
        return parse_measure(cursor);
    if (cursor.accept(reload_words))
        return parse_reload(cursor);
    if (cursor.at_digit())
        return parse_crowd(cursor);
    const std::string channel = cursor.name("the name of a channel, 'pause' or 'start the broker'");
    if (cursor.expect(":"))
        return parse_on_channel(cursor, channel);
    return {};
}

bool is_step(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t\r");
    return first != std::string_view::npos && line[first] != '#';
}

}  // namespace

wire::Expected<Step, TextError> parse_step(std::string_view line) {
    Cursor cursor(line);
    Step step = parse_any(cursor);
    cursor.expect_end();
    if (!cursor.ok())
        return cursor.error();
    return step;
}

wire::Expected<std::vector<Step>, TextError> parse_steps(std::string_view text) {
    std::vector<Step> steps;
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!is_step(line))
            continue;
        const auto step = parse_step(line);
        if (!step) {
            TextError error = step.error();
            error.line = number;
            return error;
        }
        steps.push_back(*step);
    }
    return steps;
}

}  // namespace gauntlet::core
