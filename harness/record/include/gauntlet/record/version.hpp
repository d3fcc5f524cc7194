// Versions of brokers, compared as Semantic Versioning 2.0.0 item 11 says, with any number of numeric parts.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::record {

class Version {
  public:
    // "2.0.11", "v5.8", "5.8.0-rc.1+build"; nothing where the text does not begin with a number.
    static std::optional<Version> parse(std::string_view text);
    std::strong_ordering operator<=>(const Version& other) const;
    bool operator==(const Version& other) const { return (*this <=> other) == 0; }

  private:
    std::vector<unsigned long> parts_;     // trailing zeros removed: 2.0 equals 2
    std::vector<std::string> prerelease_;  // empty: a release, which is later than its pre-releases
};

// ">=2.0.0 <2.1": all comparisons must hold. Operators: = < <= > >=. "*" holds for every text.
class VersionRange {
  public:
    // Nothing where the text is no range, or no version can be in it.
    static std::optional<VersionRange> parse(std::string_view text);
    bool contains(std::string_view version) const;
    bool overlaps(const VersionRange& other) const;

  private:
    struct Bound {
        Version version;
        bool inclusive = true;
    };
    bool any_ = false;
    std::optional<Bound> low_;
    std::optional<Bound> high_;
    void narrow_low(Bound bound);
    void narrow_high(Bound bound);
    bool is_empty() const;
};

}  // namespace gauntlet::record
