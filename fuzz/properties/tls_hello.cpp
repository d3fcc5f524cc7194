#include <algorithm>

#include "check.hpp"
#include "gauntlet/wire/tls/hello.hpp"
#include "gauntlet/wire/tls/record.hpp"

namespace gauntlet::fuzz::properties {
namespace {

using namespace wire::tls;

template <class Hello>
void check_written(const wire::Expected<Hello, DecodeError>& hello, wire::View body) {
    if (!hello)
        return check(hello.error().offset <= body.size() && is_one_line(to_text(hello.error())),
                     "an error of a hello is within it and one line");
    // No extensions are written as no list of them, which an empty list may stand for (RFC 5246 7.4.1.2).
    wire::Bytes written = encode(*hello);
    if (hello->extensions.empty() && written.size() + 2 == body.size())
        written.insert(written.end(), 2, 0);
    check(std::ranges::equal(written, body), "an encoded hello is its bytes");
}

void check_client_hello(wire::View body) {
    const auto hello = decode_client_hello(body);
    check_written(hello, body);
    if (!hello)
        return;
    // Whatever the extensions hold, reading them stays within them.
    check(offered_versions(*hello).size() <= body.size(), "versions are in the hello");
    check(offered_groups(*hello).size() <= body.size(), "groups are in the hello");
    check(offered_signature_algorithms(*hello).size() <= body.size(), "signature algorithms are in the hello");
    check(offered_protocols(*hello).size() <= body.size(), "protocols are in the hello");
    check(key_shares(*hello).size() <= body.size(), "key shares are in the hello");
    check(server_name(*hello).value_or("").size() <= body.size(), "the server's name is in the hello");
}

void check_hellos(wire::View body) {
    check_client_hello(body);
    check_written(decode_server_hello(body), body);
}

}  // namespace

void tls_hello(Input input) {
    const wire::View bytes = view_of(input);
    check_hellos(bytes);
    const auto collected = collect_handshake(bytes);
    if (!collected)
        return check(is_one_line(to_text(collected.error())), "an error of a record is one line");
    if (collected->missing != 0)
        return;
    check_hellos(collected->message.body);
    const auto again = collect_handshake(in_records(encode(collected->message)));
    check(again && again->missing == 0 && again->message == collected->message,
          "a message in records is collected again");
}

}  // namespace gauntlet::fuzz::properties
