// Delta debugging of one list.
#pragma once

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <utility>
#include <vector>

namespace gauntlet::fuzz::triage {

// Leaves out runs of elements, long ones first, while `still` holds of what is left; at least `least` are left.
// https://www.st.cs.uni-saarland.de/papers/tse2002/ (Zeller, Hildebrandt: Simplifying and Isolating Failure-Inducing
// Input), complements only: that a part alone suffices is found by leaving out the rest.
template <typename T>
boost::asio::awaitable<std::vector<T>> shrink(std::vector<T> list,
                                              std::function<boost::asio::awaitable<bool>(const std::vector<T>&)> still,
                                              std::size_t least = 0) {
    std::size_t run = list.size();
    while (run > 0) {
        bool shorter = false;
        std::size_t from = 0;
        while (from < list.size() && list.size() > least) {
            const std::size_t count = std::min({run, list.size() - from, list.size() - least});
            std::vector<T> rest = list;
            const auto begin = rest.begin() + static_cast<std::ptrdiff_t>(from);
            rest.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
            const bool holds = co_await still(rest);
            if (holds) {
                list = std::move(rest);
                shorter = true;
            } else {
                from += count;
            }
        }
        // Once more with the same length: what could not go before may go now.
        run = shorter && run == 1 ? 1 : run / 2;
    }
    co_return list;
}

}  // namespace gauntlet::fuzz::triage
