// SSL_CTX from an offer, credentials and anchors.
#pragma once

#include <memory>
#include <string>

#include "gauntlet/net/open.hpp"
#include "gauntlet/wire/notation/expected.hpp"
#include "openssl.hpp"

namespace gauntlet::net {

using SharedContext = std::shared_ptr<SSL_CTX>;

struct Fault {
    std::string text;  // one line
};

// The context of the client, from the cache or made; or why our library cannot offer what is asked.
wire::Expected<SharedContext, Fault> context_of(TlsContexts::Cache& cache, const TlsClient& client);

}  // namespace gauntlet::net
