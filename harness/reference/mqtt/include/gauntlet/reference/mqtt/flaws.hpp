// Which of the named defects a reference broker has.
#pragma once

#include <bitset>
#include <cstddef>

#include "gauntlet/core/flaw.hpp"

namespace gauntlet::reference {

/// A set of flaws; empty in the correct broker.
class Flaws {
  public:
    bool has(core::Flaw flaw) const { return set_.test(static_cast<std::size_t>(flaw)); }
    void add(core::Flaw flaw) { set_.set(static_cast<std::size_t>(flaw)); }
    bool empty() const { return set_.none(); }

    bool operator==(const Flaws&) const = default;

  private:
    std::bitset<core::flaw_count> set_;
};

}  // namespace gauntlet::reference
