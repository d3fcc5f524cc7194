#include "expected.hpp"

#include <cstddef>

namespace gauntlet::record {

namespace {

using core::Kind;
using core::Layer;

// The layers at which a kind is seen (observation.hpp).
std::vector<Layer> layers_of(Kind kind) {
    switch (kind) {
        case Kind::accepted:
            return {Layer::tcp, Layer::tls, Layer::mqtt, Layer::process};
        case Kind::alert:
            return {Layer::tls};
        case Kind::fin:
            return {Layer::tls, Layer::tcp};
        case Kind::rst:
            return {Layer::tcp};
        case Kind::timeout:
            return {Layer::tcp};
        case Kind::connack:
        case Kind::disconnect:
            return {Layer::mqtt};
        case Kind::packet:
            return {Layer::mqtt, Layer::tcp};
        case Kind::status:
            return {Layer::http};
        case Kind::exit:
        case Kind::signal:
            return {Layer::process};
    }
    return {};
}

std::vector<Kind> kinds_of(const core::Pattern& pattern) {
    if (pattern.kind)
        return {*pattern.kind};
    std::vector<Kind> kinds;
    for (std::size_t i = 0; i < core::kind_names.size(); ++i)
        kinds.push_back(static_cast<Kind>(i));
    return kinds;
}

void expand(const std::string& at, const core::Pattern& pattern, std::vector<core::Observation>& out) {
    std::vector<std::optional<int>> codes(pattern.codes.begin(), pattern.codes.end());
    if (codes.empty())
        codes.emplace_back();
    const std::string text = core::to_text(pattern);
    for (const Kind kind : kinds_of(pattern))
        for (const Layer layer : pattern.layer ? std::vector{*pattern.layer} : layers_of(kind))
            for (const std::optional<int> code : codes)
                out.push_back({.at = at, .layer = layer, .kind = kind, .code = code, .text = text, .facts = {}});
}

}  // namespace

std::vector<core::Observation> expected_of(const core::Expectation& expectation) {
    std::vector<core::Observation> expected;
    for (const core::Rule& rule : expectation.rules)
        for (const core::Pattern& pattern : rule.pass)
            expand(rule.at, pattern, expected);
    return expected;
}

}  // namespace gauntlet::record
