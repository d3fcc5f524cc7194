#include "fuzz_view.hpp"

#include <fmt/format.h>

#include <ostream>

namespace gauntlet::cli {

namespace {

constexpr std::chrono::seconds plain_every{10};

}  // namespace

std::string to_text(const fuzz::campaign::Progress& progress) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(progress.time).count();
    return fmt::format("{}:{:02}:{:02}  {} sessions, {:.0f}/s, corpus {}, behaviours {}, findings {}", seconds / 3600,
                       seconds / 60 % 60, seconds % 60, progress.sessions, progress.per_second, progress.corpus,
                       progress.behaviours, progress.findings);
}

void FuzzView::clear() {
    if (live_)
        out_ << "\r\x1b[K";
    live_ = false;
}

void FuzzView::update(const fuzz::campaign::Progress& progress) {
    if (!progress.event.empty()) {
        clear();
        out_ << progress.event << '\n';
    }
    if (terminal_) {
        clear();
        out_ << to_text(progress).substr(0, width_ > 1 ? width_ - 1 : 1);
        live_ = true;
    } else if (progress.time - told_ >= plain_every) {
        out_ << to_text(progress) << '\n';
        told_ = progress.time;
    }
    out_.flush();
}

void FuzzView::finish() {
    clear();
    out_.flush();
}

}  // namespace gauntlet::cli
