#include "plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "escape.hpp"

namespace gauntlet::reports::html {

namespace {

constexpr double width = 640;
constexpr double height = 220;
constexpr double left = 70;
constexpr double right = 20;
constexpr double top = 12;
constexpr double bottom = 34;
constexpr int ticks = 4;          // of the values
constexpr double most_marks = 8;  // of the time
constexpr std::size_t most_rows = 20;

// The next of 1, 1.5, 2 … times a power of ten.
double round_up(double value) {
    if (value <= 0)
        return 1;
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double factor : {1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0})
        if (value <= factor * power)
            return factor * power;
    return 10 * power;
}

// Seconds between two marks, of those that people count time in.
double time_step(double seconds) {
    constexpr std::array<double, 17> steps{0.2, 0.5, 1,   2,    5,    10,   15,    30,   60,
                                           120, 300, 600, 1800, 3600, 7200, 21600, 43200};
    for (const double step : steps)
        if (seconds / step <= most_marks)
            return step;
    return std::ceil(seconds / most_marks / 86400) * 86400;
}

// "1.2k", "3.4M"
std::string brief(double value) {
    constexpr std::array<std::pair<double, char>, 3> units{{{1e9, 'G'}, {1e6, 'M'}, {1e3, 'k'}}};
    for (const auto& [size, letter] : units)
        if (value >= size)
            return fmt::format("{:.3g}{}", value / size, letter);
    return fmt::format("{:.3g}", value);
}

std::string time_text(double seconds) {
    if (seconds < 120)
        return fmt::format("{:.3g} s", seconds);
    return seconds < 7200 ? fmt::format("{:.3g} min", seconds / 60) : fmt::format("{:.3g} h", seconds / 3600);
}

class Plot {
  public:
    Plot(std::string& out, const std::vector<Point>& points) : out_(out), points_(points) {
        double largest = 0;
        for (const Point& point : points)
            largest = std::max(largest, point.value);
        step_ = round_up(largest / ticks);
        seconds_ = std::max(points.back().seconds, 0.001);
    }

    void draw(std::string_view title, std::string_view unit) {
        fmt::format_to(std::back_inserter(out_),
                       "<svg viewBox=\"0 0 {:g} {:g}\" role=\"img\" aria-label=\"{} ({}) over time: {} at the end\" "
                       "xmlns=\"http://www.w3.org/2000/svg\">\n",
                       width, height, safe(title), safe(unit), brief(points_.back().value));
        for (int i = 0; i <= ticks; ++i)
            fmt::format_to(std::back_inserter(out_),
                           "<path class=\"grid\" d=\"M{:g} {:.1f}H{:g}\"/><text x=\"{:g}\" y=\"{:.1f}\" "
                           "text-anchor=\"end\">{}</text>\n",
                           left, y(step_ * i), width - right, left - 6, y(step_ * i) + 4, brief(step_ * i));
        const double step = time_step(seconds_);
        for (double mark = 0; mark <= seconds_; mark += step)
            fmt::format_to(std::back_inserter(out_),
                           "<path class=\"grid\" d=\"M{0:.1f} {1:g}v5\"/><text x=\"{0:.1f}\" y=\"{2:g}\" "
                           "text-anchor=\"middle\">{3}</text>\n",
                           x(mark), height - bottom, height - 12, time_text(mark));
        out_ += "<polyline class=\"line\" points=\"";
        for (const Point& point : points_)
            fmt::format_to(std::back_inserter(out_), "{:.1f},{:.1f} ", x(point.seconds), y(point.value));
        out_ += "\"/>\n</svg>\n";
    }

  private:
    double x(double seconds) const { return left + (width - left - right) * seconds / seconds_; }
    double y(double value) const { return height - bottom - (height - top - bottom) * value / (step_ * ticks); }

    std::string& out_;
    const std::vector<Point>& points_;
    double step_ = 1;     // between two ticks of the values
    double seconds_ = 1;  // the whole time
};

void add_table(std::string& out, std::string_view title, std::string_view unit, const std::vector<Point>& points) {
    fmt::format_to(std::back_inserter(out),
                   "<details><summary>{0} as a table</summary>\n<table><thead><tr><th scope=\"col\">time</th><th "
                   "scope=\"col\">{1}</th></tr></thead>\n<tbody>\n",
                   safe(title), safe(unit));
    const std::size_t step = std::max<std::size_t>(1, points.size() / most_rows);
    for (std::size_t i = 0; i < points.size(); i += step) {
        const Point& point = points[i + step < points.size() ? i : points.size() - 1];  // the last one always
        fmt::format_to(std::back_inserter(out), "<tr><td class=\"n\">{}</td><td class=\"n\">{:.0f}</td></tr>\n",
                       time_text(point.seconds), point.value);
    }
    out += "</tbody></table>\n</details>\n";
}

}  // namespace

void add_plot(std::string& out, std::string_view title, std::string_view unit, const std::vector<Point>& points) {
    if (points.size() < 2)
        return;
    fmt::format_to(std::back_inserter(out), "<figure>\n<figcaption>{} <small>({})</small></figcaption>\n", safe(title),
                   safe(unit));
    Plot(out, points).draw(title, unit);
    add_table(out, title, unit, points);
    out += "</figure>\n";
}

}  // namespace gauntlet::reports::html
