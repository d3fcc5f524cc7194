#pragma once

#include <utility>
#include <variant>

namespace gauntlet::wire {

/// A value, or the reason why there is none. (C++23's std::expected, as far as wire needs it.)
template <class Value, class Error>
class Expected {
  public:
    Expected(Value value) : content_(std::in_place_index<0>, std::move(value)) {}
    Expected(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return content_.index() == 0; }
    const Value& operator*() const& { return std::get<0>(content_); }
    Value&& operator*() && { return std::get<0>(std::move(content_)); }
    const Value* operator->() const { return &std::get<0>(content_); }
    /// Defined only where there is no value.
    const Error& error() const { return std::get<1>(content_); }

  private:
    std::variant<Value, Error> content_;
};

}  // namespace gauntlet::wire
