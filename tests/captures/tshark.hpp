// What tshark sees in a capture. It is given no key log: the secrets are in the file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gauntlet::tests {

bool has_tshark();

// The values of a field in all packets that have it, in order. `decode_as`: rules such as "tls.port==8883,mqtt".
std::vector<std::string> values(const std::filesystem::path& capture, const std::string& field,
                                const std::vector<std::string>& decode_as = {}, const std::string& filter = {});

}  // namespace gauntlet::tests
