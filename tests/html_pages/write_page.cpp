// write_page NAME: the page of one of pages.hpp's runs on standard output. write_page --json NAME: its record.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iostream>

#include "gauntlet/record/json.hpp"
#include "gauntlet/reports/html.hpp"
#include "pages.hpp"

int main(int argc, char** argv) {
    using namespace gauntlet;
    const bool json = argc == 3 && std::strcmp(argv[1], "--json") == 0;
    const std::string_view name = argc == 2 || json ? argv[argc - 1] : "";
    const auto found = std::ranges::find(tests::pages(), name, &tests::Page::name);
    if (found == tests::pages().end()) {
        fmt::print(stderr, "write_page [--json] hostile|large|verdicts|selftest|campaign\n");
        return 2;
    }
    if (json)
        std::cout << record::to_json(found->run());
    else
        reports::write_html(std::cout, found->run());
    return std::cout.flush() ? 0 : 1;
}
