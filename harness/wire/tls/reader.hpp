// Reads numbers and vectors of the presentation language (RFC 8446 3); remembers the first field that did not fit.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "gauntlet/wire/notation/bytes.hpp"
#include "gauntlet/wire/tls/decode_error.hpp"

namespace gauntlet::wire::tls {

class Reader {
  public:
    Reader(View bytes, std::string_view clause) : bytes_(bytes), clause_(clause) {}

    // After a fault everything is zero and empty.
    std::uint32_t number(std::size_t width, std::string_view field) {
        std::uint32_t value = 0;
        for (const std::uint8_t byte : take(width, field))
            value = value << 8U | byte;
        return value;
    }
    View take(std::size_t size, std::string_view field) {
        if (fault_ || size > bytes_.size() - at_) {
            fail(field);
            return {};
        }
        at_ += size;
        return bytes_.subspan(at_ - size, size);
    }
    // With its length in front.
    View vector(std::size_t width, std::string_view field) {
        const std::size_t begin = at_;
        const std::uint32_t size = number(width, field);
        const View content = take(size, field);
        if (fault_ && fault_->field == field)
            fault_->offset = begin;
        return content;
    }

    void fail(std::string_view field) {
        if (!fault_)
            fault_ = DecodeError{field, at_, clause_};
    }
    void expect_end(std::string_view field) {
        if (!at_end())
            fail(field);
    }

    bool at_end() const { return at_ == bytes_.size(); }
    bool good() const { return !fault_; }
    const DecodeError& fault() const { return *fault_; }

  private:
    View bytes_;
    std::string_view clause_;
    std::size_t at_ = 0;
    std::optional<DecodeError> fault_;
};

}  // namespace gauntlet::wire::tls
