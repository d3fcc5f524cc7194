#include "template_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "gauntlet/core/one_line.hpp"
#include "variables.hpp"

namespace gauntlet::broker {
namespace {

struct Tag {
    char kind = ' ';  // ' ' a variable, '#' '^' '/' '!' or another sign
    std::string name;
    std::size_t end = 0;  // where the text goes on
};

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\n");
    return begin == std::string_view::npos
               ? std::string()
               : std::string(text.substr(begin, text.find_last_not_of(" \t\n") + 1 - begin));
}

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

class Checker {
  public:
    Checker(const std::filesystem::path& file, unsigned line, const std::string& text, const TemplateScope& scope)
        : file_(file), first_line_(line), text_(text), scope_(scope) {}

    void run() {
        for (std::size_t at = text_.find("{{"); at != std::string::npos; at = text_.find("{{", at)) {
            at_ = at;
            const Tag tag = read_tag();
            handle(tag);
            at = tag.end;
        }
        if (!open_.empty()) {
            at_ = open_.back().at;
            fail(fmt::format("the section {{{{#{0}}}}} is not closed; add {{{{/{0}}}}}", open_.back().name));
        }
    }

  private:
    struct Section {
        std::string name;
        std::size_t at = 0;
    };

    [[noreturn]] void fail(const std::string& what) const {
        const auto end = text_.begin() + static_cast<std::ptrdiff_t>(at_);
        const auto line = first_line_ + static_cast<std::size_t>(std::count(text_.begin(), end, '\n'));
        throw BadInput(fmt::format("{}:{}: {}", file_.string(), line, core::one_line(what)));
    }

    Tag read_tag() const {
        const std::size_t close = text_.find("}}", at_);
        if (close == std::string::npos)
            fail("the tag {{ is not closed; add }}");
        const std::string inside = trimmed(std::string_view(text_).substr(at_ + 2, close - at_ - 2));
        if (inside.empty())
            fail("the tag {{}} is empty; name a variable");
        const bool sign = std::string_view("#^/!>&={").find(inside[0]) != std::string_view::npos;
        return {sign ? inside[0] : ' ', sign ? trimmed(inside.substr(1)) : inside, close + 2};
    }

    void handle(const Tag& tag) {
        switch (tag.kind) {
            case '!':
                return;
            case ' ':
                return check_name(tag.name);
            case '#':
            case '^':
                check_name(tag.name);
                open_.push_back({tag.name, at_});
                return;
            case '/':
                if (open_.empty() || open_.back().name != tag.name)
                    fail(fmt::format("{{{{/{}}}}} closes no open section; remove it or open the section", tag.name));
                open_.pop_back();
                return;
            default:
                fail(
                    fmt::format("the tag {{{{{} is not supported; use variables, sections and comments (nothing is "
                                "escaped)",
                                tag.kind));
        }
    }

    bool inside(std::string_view section) const {
        return std::any_of(open_.begin(), open_.end(), [section](const Section& s) { return s.name == section; });
    }

    bool inside_setting() const {
        return std::any_of(open_.begin(), open_.end(),
                           [](const Section& s) { return s.name.starts_with("settings."); });
    }

    void check_name(const std::string& name) const {
        if (scope_.install)
            return check_install_name(name);
        const bool in_listener = scope_.listener || inside("listeners");
        if (name == "listeners" && in_listener)
            fail("{{listeners}} cannot stand in what is written for each listener; use its variables directly");
        if (contains(instance_variables, name) || (in_listener && contains(listener_variables, name)))
            return;
        if (name.starts_with("tools.") && scope_.tools.contains(name.substr(6)))
            return;
        if (name.starts_with("settings.") && scope_.settings.contains(name.substr(9)))
            return;
        if (name.starts_with("ports.") &&
            (scope_.ports.contains(name.substr(6)) || (in_listener && scope_.listener_ports.contains(name.substr(6)))))
            return;
        if (name == port_variable && in_listener && inside("tls_ports"))
            return;
        if (name == value_variable && inside_setting())
            return;
        if (contains(suite_variables, name) && (inside("suite_list") || inside("suite_13_list")))
            return;
        if (contains(listener_variables, name) ||
            (name.starts_with("ports.") && scope_.listener_ports.contains(name.substr(6))))
            fail(
                fmt::format("variable \"{}\" belongs to a listener; use it inside {{{{#listeners}}}} or with each = "
                            "\"listener\"",
                            name));
        fail(fmt::format("unknown variable \"{}\"; docs/adapters.md lists them", name));
    }

    void check_install_name(const std::string& name) const {
        if (!contains(install_variables, name))
            fail(fmt::format("variable \"{}\" cannot stand in [install]; use {}", name,
                             fmt::join(install_variables, ", ")));
    }

    const std::filesystem::path& file_;
    unsigned first_line_;
    const std::string& text_;
    const TemplateScope& scope_;
    std::size_t at_ = 0;
    std::vector<Section> open_;
};

}  // namespace

void check_template(const std::filesystem::path& file, unsigned line, const std::string& text,
                    const TemplateScope& scope) {
    Checker(file, line, text, scope).run();
}

std::string render(const Template& text, const kainjow::mustache::data& variables) {
    kainjow::mustache::mustache mustache(text.text);
    mustache.set_custom_escape([](const std::string& raw) { return raw; });
    std::string result = mustache.render(variables);
    if (!mustache.is_valid())
        throw BadInput(text.source + ": " + mustache.error_message());
    return result;
}

}  // namespace gauntlet::broker
