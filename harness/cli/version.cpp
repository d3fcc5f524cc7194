#include "version.hpp"

namespace gauntlet::cli {

record::Tool tool() {
    return {.version = GAUNTLET_VERSION, .commit = GAUNTLET_COMMIT};
}

}  // namespace gauntlet::cli
