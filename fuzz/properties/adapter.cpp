#include "adapter_file.hpp"
#include "check.hpp"
#include "input_file.hpp"

namespace gauntlet::fuzz::properties {

// An adapter's name is that of its folder: in memory, "fd".
void adapter(Input input) {
    const InputFile file(input);
    try {
        const broker::Adapter read = broker::read_adapter(file.path());
        check(read.name == "fd" && !read.transports.empty(), "an adapter that was read has a name and transports");
    } catch (const broker::BadInput& error) {
        check(is_one_line(error.what()), "why an adapter cannot be used is one line");
    }
}

}  // namespace gauntlet::fuzz::properties
