#include "tls_state.hpp"

#include <stdexcept>

namespace gauntlet::reference {

namespace {

template <typename T>
void free_data(void*, void* data, CRYPTO_EX_DATA*, int, long, void*) {
    delete static_cast<T*>(data);
}

// Asio keeps its own data in index 0, which OpenSSL calls app_data.
int state_index() {
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, free_data<TlsState>);
    return index;
}
int connection_index() {
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, free_data<TlsConnection>);
    return index;
}

}  // namespace

void set_state(SSL_CTX* context, TlsState state) {
    SSL_CTX_set_ex_data(context, state_index(), new TlsState(std::move(state)));
}

const TlsState& state_of(const SSL_CTX* context) {
    return *static_cast<const TlsState*>(SSL_CTX_get_ex_data(context, state_index()));
}
const TlsState& state_of(const SSL* connection) {
    return state_of(SSL_get_SSL_CTX(connection));
}

void attach_connection(SSL* connection) {
    if (SSL_get_ex_data(connection, connection_index()) == nullptr)
        SSL_set_ex_data(connection, connection_index(), new TlsConnection);
}

TlsConnection& connection_of(const SSL* connection) {
    auto* data = static_cast<TlsConnection*>(SSL_get_ex_data(connection, connection_index()));
    if (data == nullptr)
        throw std::logic_error("TlsServer::prepare was not called for this connection");
    return *data;
}

}  // namespace gauntlet::reference
