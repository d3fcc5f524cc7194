#include <stdexcept>

#include "check.hpp"
#include "gauntlet/issue/given.hpp"
#include "gauntlet/issue/inspect.hpp"

namespace gauntlet::fuzz::properties {
namespace {

void check_inspected(const issue::InspectedFile& file) {
    check(!file.certificates.empty(), "a file that was read has a certificate");
    check(file.links.size() == file.certificates.size(), "every certificate has a link");
    check(file.links.back() == issue::Link::last, "the last certificate is the last");
}

// What the readers may throw; anything else ends the process.
template <class Read>
void read(Read run) {
    try {
        run();
    } catch (const std::runtime_error& error) {
        check(is_one_line(error.what()), "why a file cannot be read is one line");
    }
}

}  // namespace

void certificate(Input input) {
    const std::string_view content = text_of(input);
    read([&] { check_inspected(issue::inspect(content)); });
    read([&] { check(!issue::read_certificates(content).empty(), "PEM that was read has a certificate"); });
    read([&] { check(!issue::read_material(content, content).chain_der.empty(), "material has a leaf"); });
}

}  // namespace gauntlet::fuzz::properties
