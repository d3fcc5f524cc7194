// A line over time, as inline SVG.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::reports::html {

struct Point {
    double seconds = 0;
    double value = 0;
};

// `points` are in order; nothing is added for fewer than two. The values stand in a table below it too, at most some
// twenty of them, for who cannot see it.
void add_plot(std::string& out, std::string_view title, std::string_view unit, const std::vector<Point>& points);

}  // namespace gauntlet::reports::html
