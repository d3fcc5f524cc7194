#include "frontier.hpp"

#include <algorithm>

namespace gauntlet::fuzz::campaign {

namespace {

// Weights are whole numbers, so that every machine picks the same.
constexpr std::uint64_t unit = 1U << 20U;

}  // namespace

void Frontier::add(const std::vector<std::uint32_t>& answers, const mutate::Steps& steps, std::size_t size) {
    for (auto answer = answers.begin(); answer != answers.end(); ++answer) {
        if (std::find(answers.begin(), answer, *answer) != answer)
            continue;
        auto place = std::ranges::find(places_, *answer, &Place::answer);
        if (place == places_.end())
            place = places_.insert(places_.end(), {*answer, 0, size + 1, {}});
        ++place->sessions;
        if (size < place->size) {
            place->size = size;
            place->steps = steps;
        }
    }
}

const mutate::Steps* Frontier::pick(mutate::Random& random) const {
    std::uint64_t sum = 0;
    for (const Place& place : places_)
        sum += unit / place.sessions + 1;
    std::uint64_t at = sum == 0 ? 0 : random.next() % sum;
    for (const Place& place : places_) {
        const std::uint64_t weight = unit / place.sessions + 1;
        if (at < weight)
            return &place.steps;
        at -= weight;
    }
    return nullptr;
}

}  // namespace gauntlet::fuzz::campaign
