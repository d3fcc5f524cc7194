#include "line_of.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

namespace gauntlet::record {

namespace {

// Walks over well-formed JSON; position_ is always at the start of a token.
class Walker {
  public:
    explicit Walker(std::string_view json) : json_(json) { skip_blanks(); }

    int line() const {
        return 1 + static_cast<int>(
                       std::count(json_.begin(), json_.begin() + static_cast<std::ptrdiff_t>(position_), '\n'));
    }

    // From a container to the value of the member, or to the element of the index, named `token`.
    bool enter(std::string_view token) {
        const std::size_t start = position_;
        const char bracket = peek();
        if (bracket == '{' || bracket == '[') {
            advance();
            for (std::size_t index = 0; peek() != '}' && peek() != ']'; ++index) {
                if ((bracket == '{' ? key() : std::to_string(index)) == token)
                    return true;
                skip_value();
                if (peek() == ',')
                    advance();
            }
        }
        position_ = start;
        return false;
    }

  private:
    char peek() const { return position_ < json_.size() ? json_[position_] : ']'; }
    void advance() {
        ++position_;
        skip_blanks();
    }
    void skip_blanks() { position_ = std::min(json_.find_first_not_of(" \t\r\n", position_), json_.size()); }
    std::string key() {
        const std::size_t start = position_ + 1;
        skip_string();
        std::string text(json_.substr(start, position_ - start - 1));
        skip_blanks();
        advance();  // the colon
        return text;
    }
    void skip_string() {
        for (++position_; position_ < json_.size() && json_[position_] != '"'; ++position_)
            if (json_[position_] == '\\')
                ++position_;
        ++position_;
    }
    void skip_value() {
        int depth = 0;
        do {
            const char c = peek();
            if (c == '"') {
                skip_string();
            } else if (c == '{' || c == '[') {
                ++depth;
                ++position_;
            } else if (c == '}' || c == ']') {
                --depth;
                ++position_;
            } else if (c == ',' || c == ':') {
                ++position_;
            } else {
                position_ = std::min(json_.find_first_of(",:]} \t\r\n", position_), json_.size());
            }
            skip_blanks();
        } while (depth > 0 && position_ < json_.size());
    }

    std::string_view json_;
    std::size_t position_ = 0;
};

}  // namespace

int line_of(std::string_view json, std::string_view pointer) {
    Walker walker(json);
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const std::size_t end = std::min(pointer.find('/'), pointer.size());
        if (!walker.enter(pointer.substr(0, end)))
            break;
        pointer.remove_prefix(end);
    }
    return walker.line();
}

}  // namespace gauntlet::record
