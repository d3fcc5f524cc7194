// A short list that lives inside its owner, so that recipes are literal values and stand in constexpr tables.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <stdexcept>

namespace gauntlet::recipe {

template <typename T, std::size_t Capacity>
class Few {
  public:
    constexpr Few() = default;
    constexpr Few(std::initializer_list<T> items) {
        for (const T& item : items)
            push_back(item);
    }

    // More than Capacity items: does not compile in a constant expression, throws std::length_error elsewhere.
    constexpr void push_back(const T& item) {
        if (size_ == Capacity)
            throw std::length_error("recipe::Few is full");
        items_[size_++] = item;
    }

    constexpr const T* begin() const { return items_.data(); }
    constexpr const T* end() const { return items_.data() + size_; }
    constexpr std::size_t size() const { return size_; }
    constexpr bool empty() const { return size_ == 0; }
    constexpr const T& operator[](std::size_t index) const { return items_[index]; }
    constexpr T& operator[](std::size_t index) { return items_[index]; }
    constexpr bool operator==(const Few&) const = default;

  private:
    std::array<T, Capacity> items_{};
    std::size_t size_ = 0;
};

}  // namespace gauntlet::recipe
