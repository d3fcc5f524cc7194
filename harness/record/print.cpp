#include "gauntlet/record/print.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <iterator>

#include "gauntlet/wire/notation/utf8.hpp"

namespace gauntlet::record {

namespace {

namespace json = boost::json;

// C0 must be escaped (RFC 8259 section 7); DEL and C1 can steer the terminal of a reader, and U+2028 and U+2029 end
// lines in JavaScript. YAML 1.2 (section 5.1), which TAP's diagnostics are, has no U+FFFE, U+FFFF and U+FEFF. What
// reorders or hides text would make it read as another one in an editor.
bool needs_escape(char32_t c) {
    const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    const bool deceptive = (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
                           (c >= 0x2060 && c <= 0x2069) || c == 0x061c || c == 0xfeff;
    return control || deceptive || c == '"' || c == '\\' || c == 0xfffe || c == 0xffff;
}

void append_escaped(std::string& out, char32_t c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<std::uint32_t>(c));
    }
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const wire::notation::CodePoint c = wire::notation::code_point(wire::view(text));
        if (c.length == 0)
            fmt::format_to(std::back_inserter(out), "\\\\x{:02x}", static_cast<unsigned char>(text.front()));
        else if (needs_escape(c.value))
            append_escaped(out, c.value);
        else
            out.append(text.substr(0, c.length));
        text.remove_prefix(c.length == 0 ? 1 : c.length);
    }
    out += '"';
}

class Printer {
  public:
    explicit Printer(bool indented) : indented_(indented) {}
    void value(const json::value& v) {
        if (v.is_object())
            object(v.get_object());
        else if (v.is_array())
            array(v.get_array());
        else if (v.is_string())
            append_quoted(out_, v.get_string());
        else
            out_ += json::serialize(v);
    }
    std::string take() { return std::move(out_); }

  private:
    void object(const json::object& members) {
        open('{');
        for (auto it = members.begin(); it != members.end(); ++it) {
            separate(it == members.begin());
            append_quoted(out_, it->key());
            out_ += ": ";
            value(it->value());
        }
        close('}', members.empty());
    }
    void array(const json::array& elements) {
        open('[');
        for (auto it = elements.begin(); it != elements.end(); ++it) {
            separate(it == elements.begin());
            value(*it);
        }
        close(']', elements.empty());
    }
    void open(char bracket) {
        out_ += bracket;
        ++depth_;
    }
    void separate(bool first) {
        if (!first)
            out_ += indented_ ? "," : ", ";
        new_line();
    }
    void close(char bracket, bool empty) {
        --depth_;
        if (!empty)
            new_line();
        out_ += bracket;
    }
    void new_line() {
        if (!indented_)
            return;
        out_ += '\n';
        out_.append(depth_, ' ');
    }
    bool indented_;
    std::string out_;
    std::size_t depth_ = 0;
};

}  // namespace

std::string print(const json::value& value) {
    Printer printer(true);
    printer.value(value);
    return printer.take() + "\n";
}

std::string print_line(const json::value& value) {
    Printer printer(false);
    printer.value(value);
    return printer.take();
}

std::string quote(std::string_view text) {
    std::string out;
    append_quoted(out, text);
    return out;
}

}  // namespace gauntlet::record
