#include "input_file.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "check.hpp"

namespace gauntlet::fuzz::properties {

InputFile::InputFile(Input input) : descriptor_(memfd_create("input", MFD_CLOEXEC)) {
    check(descriptor_ >= 0, "the machine has memory files");
    check(write(descriptor_, input.data(), input.size()) == static_cast<ssize_t>(input.size()),
          "the machine has memory for the input");
}

InputFile::~InputFile() {
    close(descriptor_);
}

std::filesystem::path InputFile::path() const {
    return "/proc/self/fd/" + std::to_string(descriptor_);
}

}  // namespace gauntlet::fuzz::properties
