// How channels are made.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gauntlet/core/tls.hpp"
#include "gauntlet/net/channel.hpp"
#include "gauntlet/recipe/material.hpp"

namespace gauntlet::net {

struct Endpoint {
    std::string host;  // a name, or an IPv4 or IPv6 address without brackets
    std::uint16_t port = 0;
    bool alone = false;  // the thread has nothing else to do: waiting blocks it, and cannot be cancelled
};

// One SSL_CTX for each combination of offer, credentials and anchors. May be shared by threads; must outlive the
// channels that were opened with it.
class TlsContexts {
  public:
    TlsContexts();
    ~TlsContexts();
    TlsContexts(const TlsContexts&) = delete;
    TlsContexts& operator=(const TlsContexts&) = delete;

    struct Cache;
    Cache& cache() { return *cache_; }

  private:
    std::unique_ptr<Cache> cache_;
};

// Our end of a handshake. Whatever the broker presents, the handshake goes on; what verification says is a fact.
//
// Nothing is refused on our side for being weak: OpenSSL's security level is 0 and its security callback permits
// everything. What is offered by default is what OpenSSL offers at level 2. Suites that have no OpenSSL name or are not
// in the linked library, and groups and schemes likewise, are a fault of ours and named as such.
struct TlsClient {
    core::TlsOffer offer;
    // Presented exactly: this chain in this order, nothing added, and its key, also one that does not belong to the
    // certificate (CertificateVerify then does not verify). nullptr or an empty chain: an empty Certificate message.
    const recipe::Material* credentials = nullptr;
    std::vector<std::string> anchors_der;  // what the broker's chain is verified against
    std::string server_name;               // name or address that its certificate must have; a name is the default SNI
    Session session;                       // offered where set, whatever offer.resume says
    bool keep_secrets = false;
    bool with_facts = true;  // else the observation has none, and no certificates of the broker's come with it
};

struct Opened {
    // Never null unless `fault` is set. Where the observation is no acceptance, it has ended with that observation.
    std::unique_ptr<Channel> channel;
    // tcp/accepted or tls/accepted; tcp/rst refused or reset; tcp/timeout connecting; tls/timeout in the handshake; or
    // how the channel ended. With the facts of the handshake, except `served`.
    core::Observation observation;
    std::vector<std::string> served_der;  // the certificates that the broker presented, in order; none when resumed
    // Not empty: nothing can be said of the broker, because the name did not resolve, there is no route, or our library
    // cannot do what was asked. One line.
    std::string fault;
};

// Bytes in clear, whatever the listener speaks. A TLS alert record in clear, as the broker's first bytes, is tls/alert.
boost::asio::awaitable<Opened> open_tcp(Endpoint endpoint, Tap tap, Deadline deadline);

// `client.credentials` and `contexts` must outlive the call, `contexts` the channel too.
boost::asio::awaitable<Opened> open_tls(Endpoint endpoint, TlsClient client, TlsContexts& contexts, Tap tap,
                                        Deadline deadline);

}  // namespace gauntlet::net
