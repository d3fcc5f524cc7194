// The mustache texts of an adapter: variables and sections, nothing else; nothing is escaped.
#pragma once

#include <kainjow/mustache.hpp>
#include <set>
#include <string>
#include <vector>

#include "gauntlet/broker/adapter.hpp"

namespace gauntlet::broker {

// What a template may name, by where it stands.
struct TemplateScope {
    std::set<std::string, std::less<>> tools;           // as tools.NAME
    std::set<std::string, std::less<>> settings;        // as settings.NAME
    bool listener = false;                              // it is rendered once for a listener
    bool install = false;                               // of [install]: its own variables, and no others
    std::set<std::string, std::less<>> ports;           // as ports.NAME
    std::set<std::string, std::less<>> listener_ports;  // likewise, those of a listener
};

// Throws BadInput with the line of the fault: an unknown variable, a listener's variable outside a listener, a section
// that is not closed, a tag that is not supported. `file` and `line` say where the text begins.
void check_template(const std::filesystem::path& file, unsigned line, const std::string& text,
                    const TemplateScope& scope);

// Of a text that was checked.
std::string render(const Template& text, const kainjow::mustache::data& variables);

}  // namespace gauntlet::broker
