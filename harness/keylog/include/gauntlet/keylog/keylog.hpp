// SSLKEYLOGFILE: the file to which the secrets of every TLS connection of this process are appended, for tools that
// decrypt a capture of it, as OpenSSL's and NSS's programs do. Sees nothing.
#pragma once

#include <string_view>

namespace gauntlet::keylog {

// Appends one line of the NSS key log format (RFC 9850), given without its end, to the file that the environment
// variable SSLKEYLOGFILE names; does nothing where it names none. A new file can be read by its owner alone. A file
// that cannot be written is said once, on standard error, and otherwise passed over. May be called by several threads.
void append(std::string_view line);

}  // namespace gauntlet::keylog
