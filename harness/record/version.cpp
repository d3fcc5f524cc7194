#include "gauntlet/record/version.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

namespace gauntlet::record {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_number(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::optional<unsigned long> take_number(std::string_view& text) {
    unsigned long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{})
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

std::strong_ordering order(const std::string& a, const std::string& b) {
    const bool numeric_a = is_number(a);
    const bool numeric_b = is_number(b);
    if (numeric_a != numeric_b)  // numeric identifiers are lower than others
        return numeric_a ? std::strong_ordering::less : std::strong_ordering::greater;
    if (numeric_a && a.size() != b.size())
        return a.size() <=> b.size();
    return a.compare(b) <=> 0;
}

// Splits at blanks.
std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> found;
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
        if (text.empty())
            return found;
        const std::size_t end = std::min(text.find(' '), text.size());
        found.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

// The longest first.
constexpr std::array<std::string_view, 5> operators{">=", "<=", ">", "<", "="};

std::string_view take_operator(std::string_view& word) {
    for (const std::string_view op : operators)
        if (word.starts_with(op)) {
            word.remove_prefix(op.size());
            return op;
        }
    return "";
}

}  // namespace

std::optional<Version> Version::parse(std::string_view text) {
    if (text.starts_with('v'))
        text.remove_prefix(1);
    Version version;
    do {
        if (!version.parts_.empty())
            text.remove_prefix(1);
        const auto number = take_number(text);
        if (!number)
            return std::nullopt;
        version.parts_.push_back(*number);
    } while (text.size() > 1 && text[0] == '.' && is_digit(text[1]));
    while (!version.parts_.empty() && version.parts_.back() == 0)
        version.parts_.pop_back();
    if (text.empty() || text[0] == '+')
        return version;
    if (text[0] != '-' || text.size() == 1)
        return std::nullopt;
    text = text.substr(1, text.find('+') - 1);
    while (true) {
        const std::size_t dot = text.find('.');
        version.prerelease_.emplace_back(text.substr(0, dot));
        if (dot == std::string_view::npos)
            return version;
        text.remove_prefix(dot + 1);
    }
}

std::strong_ordering Version::operator<=>(const Version& other) const {
    if (const auto parts = parts_ <=> other.parts_; parts != 0)
        return parts;
    if (prerelease_.empty() || other.prerelease_.empty())
        return prerelease_.empty() <=> other.prerelease_.empty();
    return std::lexicographical_compare_three_way(prerelease_.begin(), prerelease_.end(), other.prerelease_.begin(),
                                                  other.prerelease_.end(), order);
}

std::optional<VersionRange> VersionRange::parse(std::string_view text) {
    VersionRange range;
    const std::vector<std::string_view> comparisons = words(text);
    range.any_ = comparisons == std::vector<std::string_view>{"*"};
    if (range.any_)
        return range;
    for (std::string_view word : comparisons) {
        const std::string_view op = take_operator(word);
        const auto version = Version::parse(word);
        if (op.empty() || !version)
            return std::nullopt;
        const Bound bound{*version, op != ">" && op != "<"};
        if (op != "<" && op != "<=")
            range.narrow_low(bound);
        if (op != ">" && op != ">=")
            range.narrow_high(bound);
    }
    if (comparisons.empty() || range.is_empty())
        return std::nullopt;
    return range;
}

bool VersionRange::contains(std::string_view text) const {
    if (any_)
        return true;
    const auto version = Version::parse(text);
    if (!version)
        return false;
    const bool above = !low_ || *version > low_->version || (low_->inclusive && *version == low_->version);
    const bool below = !high_ || *version < high_->version || (high_->inclusive && *version == high_->version);
    return above && below;
}

bool VersionRange::overlaps(const VersionRange& other) const {
    VersionRange both = *this;
    if (other.low_)
        both.narrow_low(*other.low_);
    if (other.high_)
        both.narrow_high(*other.high_);
    return !both.is_empty();
}

void VersionRange::narrow_low(Bound bound) {
    if (!low_ || bound.version > low_->version || (bound.version == low_->version && !bound.inclusive))
        low_ = std::move(bound);
}

void VersionRange::narrow_high(Bound bound) {
    if (!high_ || bound.version < high_->version || (bound.version == high_->version && !bound.inclusive))
        high_ = std::move(bound);
}

bool VersionRange::is_empty() const {
    if (!low_ || !high_)
        return false;
    return low_->version > high_->version ||
           (low_->version == high_->version && !(low_->inclusive && high_->inclusive));
}

}  // namespace gauntlet::record
