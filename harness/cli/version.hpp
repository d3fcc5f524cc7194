// Which build of the program this is.
#pragma once

#include "gauntlet/record/run.hpp"

namespace gauntlet::cli {

record::Tool tool();

}  // namespace gauntlet::cli
