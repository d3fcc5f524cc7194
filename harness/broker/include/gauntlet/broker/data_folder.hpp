// Where the data that comes with the program lies: the folder that holds adapters/.
#pragma once

#include <filesystem>

namespace gauntlet::broker {

// $GAUNTLET_DATA if it is set; else ../share/gauntlet beside the program's own folder if that holds adapters/; else the
// source tree that it was built from. Throws BadInput if the first is no such folder, or if none is there.
std::filesystem::path data_folder();

}  // namespace gauntlet::broker
