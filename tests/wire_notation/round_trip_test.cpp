#include <gtest/gtest.h>

#include <random>

#include "gauntlet/wire/notation/notation.hpp"

namespace gauntlet::wire::notation {
namespace {

// Items at random, of the kinds that parse() returns.
class Generator {
  public:
    explicit Generator(unsigned seed) : random_(seed) {}

    Items items(int depth) {
        Items out;
        for (std::uint32_t n = below(5); n > 0; --n)
            out.push_back(item(depth));
        return out;
    }

    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }

  private:
    Item item(int depth) {
        Item out;
        switch (below(depth > 0 ? 4 : 3)) {
            case 0:
                out = hex_item(some_bytes(1));
                break;
            case 1:
                out = text_item(text(some_bytes(0)));
                break;
            case 2:
                out = number();
                break;
            default:
                out = group(depth);
                break;
        }
        if (below(6) == 0)
            out.times = below(4);
        return out;
    }

    Bytes some_bytes(std::uint32_t least) {
        Bytes out(least + below(6));
        for (std::uint8_t& byte : out)
            byte = static_cast<std::uint8_t>(below(3) == 0 ? 32 + below(95) : random_());
        return out;
    }

    Item number() {
        constexpr Form forms[] = {Form::remaining_length, Form::variable,   Form::string_length, Form::limit,
                                  Form::identifier,       Form::four_bytes, Form::masked_length, Form::unmasked_length};
        const Form form = forms[below(8)];
        if (form == Form::masked_length || form == Form::unmasked_length)
            return frame_length(form);
        if (form == Form::four_bytes)
            return number_item(form, static_cast<std::uint32_t>(random_()));
        if (form != Form::remaining_length && form != Form::variable)
            return number_item(form, below(65536));
        const std::uint32_t value = static_cast<std::uint32_t>(random_()) >> below(32);
        const std::uint8_t least = variable_width(value);
        const bool minimal = least <= 4 && below(2) == 0;
        return number_item(form, value,
                           minimal ? std::uint8_t{0} : static_cast<std::uint8_t>(least + below(6u - least)));
    }

    Item frame_length(Form form) {
        const std::uint32_t value = static_cast<std::uint32_t>(random_()) >> below(32);
        const std::uint8_t widths[] = {0, frame_length_width(value), 9};
        return number_item(form, value, widths[below(3)]);
    }

    Item group(int depth) {
        constexpr Form forms[] = {Form::none,          Form::remaining_length, Form::variable,
                                  Form::string_length, Form::masked_length,    Form::unmasked_length};
        return group_item(forms[below(6)], items(depth - 1));
    }

    std::mt19937_64 random_;
};

TEST(RoundTrip, ParseReadsWhatPrintWrote) {
    for (unsigned seed = 0; seed < 20000; ++seed) {
        const Items items = Generator(seed).items(3);
        const std::string text = print(items);
        const auto parsed = parse(text);
        ASSERT_TRUE(parsed) << "seed " << seed << ": " << text << ": " << parsed.error().text();
        ASSERT_EQ(*parsed, items) << "seed " << seed << ": " << text;
        ASSERT_EQ(flatten(*parsed), flatten(items)) << "seed " << seed << ": " << text;
        ASSERT_EQ(flatten(items).size(), size(items)) << "seed " << seed << ": " << text;
    }
}

TEST(RoundTrip, AnyTextIsParsedOrRefusedInOneLine) {
    constexpr std::string_view alphabet = "0aF rvskiwmu19'\\x{}*/#\n4\xc3\xa9";
    int accepted = 0;
    for (unsigned seed = 0; seed < 50000; ++seed) {
        Generator random(seed);
        std::string text;
        for (std::uint32_t n = random.below(12); n > 0; --n)
            text += alphabet[random.below(alphabet.size())];
        const auto parsed = parse(text);
        if (!parsed) {
            ASSERT_FALSE(parsed.error().message.empty());
            ASSERT_LE(parsed.error().line, 13u);
            continue;
        }
        ++accepted;
        const auto again = parse(print(*parsed));
        ASSERT_TRUE(again) << text << " printed as " << print(*parsed);
        ASSERT_EQ(*again, *parsed) << text;
    }
    EXPECT_GT(accepted, 1000);
}

TEST(Print, IsOneReadableLine) {
    const char* const rows[][2] = {
        {"10  r13 s4 'MQTT' 04 02\nk10 s1 'p'", "10 r13 s4 'MQTT' 04 02 k10 s1 'p'"},
        {"s{ 'MQTT' }", "s'MQTT'"},
        {"s{ 'a'*2 }", "s{ 'a'*2 }"},
        {"r{00}*2", "r{ 00 }*2"},
        {"{}", "{ }"},
        {"0AFF", "0aff"},
        {"'\\x41\\x7b\\x00\\x7f\\xff\\x27\\x5c'", "'A\\x7b\\x00\\x7f\\xff\\'\\\\'"},
        {"'\\xc3\\xa9 \\xe2\\x82\\xac'", "'\xc3\xa9 \xe2\x82\xac'"},
        // What a reader would not see is escaped: a right-to-left override, a byte order mark, a noncharacter.
        {"'\\xe2\\x80\\xae'", "'\\xe2\\x80\\xae'"},
        {"'\\xef\\xbb\\xbf'", "'\\xef\\xbb\\xbf'"},
        {"'\\xef\\xbf\\xbf'", "'\\xef\\xbf\\xbf'"},
        {"'\\xc2\\x85'", "'\\xc2\\x85'"},
    };
    for (const auto& [text, printed] : rows)
        EXPECT_EQ(print(*parse(text)), printed);
}

}  // namespace
}  // namespace gauntlet::wire::notation
