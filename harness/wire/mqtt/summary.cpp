#include <fmt/format.h>

#include <utility>

#include "gauntlet/wire/mqtt/packet.hpp"
#include "gauntlet/wire/mqtt/reason.hpp"

namespace gauntlet::wire::mqtt {
namespace {

// A line of a report has no room for more of one value.
constexpr std::size_t longest = 64;

class Summary {
  public:
    explicit Summary(const Packet& packet) : packet_(packet), out_(name(packet.type())) {
        if (packet.type() == PacketType::publish)
            add(" QoS {}{}{}", packet.flags() >> 1 & 3, (packet.flags() & 8) != 0 ? " dup" : "",
                (packet.flags() & 1) != 0 ? " retain" : "");
        // The code comes first: it is what a reader of an answer looks for.
        for (const Field& field : packet.fields)
            if (field.name == Name::reason_code)
                add("{} 0x{:02x} {}", std::exchange(code_separator_, ","), field.value,
                    reason_name(static_cast<std::uint8_t>(field.value), packet.type(), packet.context.version));
        for (const Field& field : packet.fields)
            describe(field);
        if (packet.violation)
            add(" (malformed: {})", text(*packet.violation));
    }

    std::string take() { return std::move(out_); }

  private:
    template <class... Values>
    void add(fmt::format_string<Values...> format, Values&&... values) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Values>(values)...);
    }

    std::string shown(const Field& field) const {
        const std::string_view content = wire::text(packet_.content(field));
        std::string out = notation::print({notation::text_item(content.substr(0, longest))});
        if (content.size() > longest)
            out += fmt::format("… ({})", counted(content.size()));
        return out;
    }

    static std::string counted(std::size_t bytes) { return fmt::format("{} byte{}", bytes, bytes == 1 ? "" : "s"); }

    std::size_t content_size(const Field& field) const { return packet_.content(field).size(); }

    void describe(const Field& field) {
        switch (field.name) {
            case Name::protocol_level:
                add(" {} level {}", shown(*packet_.find(Name::protocol_name)), field.value);
                break;
            case Name::connect_flags:
                describe_connect_flags(field.value);
                break;
            case Name::keep_alive:
                add(", keep alive {} s", field.value);
                break;
            case Name::client_identifier:
                add(", client {}", shown(field));
                break;
            case Name::will_topic:
                add(", will topic {}", shown(field));
                break;
            case Name::will_message:
                add(", will message of {}", counted(content_size(field)));
                break;
            case Name::user_name:
                add(", user name {}", shown(field));
                break;
            case Name::password:
                add(", password of {}", counted(content_size(field)));
                break;
            case Name::acknowledge_flags:
                if (packet_.context.version != Version::v3_1)
                    add(", session present {}", field.value & 1);
                break;
            case Name::packet_identifier:
                add(", id {}", field.value);
                break;
            case Name::topic_name:
                add(" {}", shown(field));
                break;
            case Name::payload:
                add(", payload of {} {}", counted(field.size), shown(field));
                break;
            case Name::topic_filter:
                add(", filter {}", shown(field));
                break;
            case Name::subscription_options:
                describe_subscription(field.value);
                break;
            case Name::property_value:
                add(", {} {}", name(field), is_number(field) ? std::to_string(field.value) : shown(field));
                break;
            case Name::user_property_name:
                add(", User Property {}", shown(field));
                break;
            case Name::user_property_value:
                add(" = {}", shown(field));
                break;
            case Name::rest:
                add(", {} without a meaning", counted(field.size));
                break;
            default:
                break;
        }
    }

    static bool is_number(const Field& field) { return field.kind != Kind::text && field.kind != Kind::binary; }

    void describe_connect_flags(std::uint32_t flags) {
        const bool v5 = packet_.context.version == Version::v5_0;
        add(", {} {}", v5 ? "clean start" : "clean session", flags >> 1 & 1);
        if ((flags & 4) != 0)
            add(", will QoS {}{}", flags >> 3 & 3, (flags & 0x20) != 0 ? " retain" : "");
    }

    void describe_subscription(std::uint32_t options) {
        add(" QoS {}", options & 3);
        if (packet_.context.version != Version::v5_0)
            return;
        add("{}{}", (options & 4) != 0 ? " no local" : "", (options & 8) != 0 ? " retain as published" : "");
        if ((options >> 4 & 3) != 0)
            add(" retain handling {}", options >> 4 & 3);
    }

    const Packet& packet_;
    std::string out_;
    const char* code_separator_ = "";
};

}  // namespace

std::string summary(const Packet& packet) {
    return Summary(packet).take();
}

}  // namespace gauntlet::wire::mqtt
