#include "library.hpp"

#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <openssl/rand.h>

#include "openssl.hpp"
#include "stream.hpp"

namespace gauntlet::issue {
namespace {

thread_local Stream* current_stream = nullptr;

// The functions of provider-rand(7). The generator itself has no state: the stream of the thread is its state.
void* new_context(void* provider, void* /*parent*/, const OSSL_DISPATCH* /*parent_calls*/) {
    return provider;
}

void free_context(void* /*context*/) {}

int instantiate(void* /*context*/, unsigned int /*strength*/, int /*prediction_resistance*/,
                const unsigned char* /*text*/, std::size_t /*text_size*/, const OSSL_PARAM* /*params*/) {
    return 1;
}

int uninstantiate(void* /*context*/) {
    return 1;
}

int generate(void* /*context*/, unsigned char* out, std::size_t size, unsigned int /*strength*/,
             int /*prediction_resistance*/, const unsigned char* /*text*/, std::size_t /*text_size*/) {
    return current_stream != nullptr && current_stream->fill({out, size}) ? 1 : 0;
}

int enable_locking(void* /*context*/) {
    return 1;
}

const OSSL_PARAM* gettable_params(void* /*context*/, void* /*provider*/) {
    static const OSSL_PARAM params[] = {OSSL_PARAM_int(OSSL_RAND_PARAM_STATE, nullptr),
                                        OSSL_PARAM_uint(OSSL_RAND_PARAM_STRENGTH, nullptr),
                                        OSSL_PARAM_size_t(OSSL_RAND_PARAM_MAX_REQUEST, nullptr), OSSL_PARAM_END};
    return params;
}

int get_params(void* /*context*/, OSSL_PARAM params[]) {
    constexpr unsigned int strength = 256;
    constexpr std::size_t max_request = std::size_t{1} << 20U;
    OSSL_PARAM* state = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_STATE);
    OSSL_PARAM* bits = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_STRENGTH);
    OSSL_PARAM* request = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_MAX_REQUEST);
    const bool ok = (state == nullptr || OSSL_PARAM_set_int(state, EVP_RAND_STATE_READY) == 1) &&
                    (bits == nullptr || OSSL_PARAM_set_uint(bits, strength) == 1) &&
                    (request == nullptr || OSSL_PARAM_set_size_t(request, max_request) == 1);
    return ok ? 1 : 0;
}

template <typename Function>
void (*dispatched(Function* function))(void) {
    return reinterpret_cast<void (*)(void)>(function);
}

const OSSL_ALGORITHM* operations(void* /*provider*/, int operation, int* no_cache) {
    static const OSSL_DISPATCH functions[] = {{OSSL_FUNC_RAND_NEWCTX, dispatched(new_context)},
                                              {OSSL_FUNC_RAND_FREECTX, dispatched(free_context)},
                                              {OSSL_FUNC_RAND_INSTANTIATE, dispatched(instantiate)},
                                              {OSSL_FUNC_RAND_UNINSTANTIATE, dispatched(uninstantiate)},
                                              {OSSL_FUNC_RAND_GENERATE, dispatched(generate)},
                                              {OSSL_FUNC_RAND_ENABLE_LOCKING, dispatched(enable_locking)},
                                              {OSSL_FUNC_RAND_GETTABLE_CTX_PARAMS, dispatched(gettable_params)},
                                              {OSSL_FUNC_RAND_GET_CTX_PARAMS, dispatched(get_params)},
                                              {0, nullptr}};
    static const OSSL_ALGORITHM algorithms[] = {
        {"GAUNTLET-STREAM", "provider=gauntlet", functions, "the stream of the thread"},
        {nullptr, nullptr, nullptr, nullptr}};
    *no_cache = 0;
    return operation == OSSL_OP_RAND ? algorithms : nullptr;
}

int start_provider(const OSSL_CORE_HANDLE* /*handle*/, const OSSL_DISPATCH* /*core*/, const OSSL_DISPATCH** out,
                   void** context) {
    static const OSSL_DISPATCH functions[] = {{OSSL_FUNC_PROVIDER_QUERY_OPERATION, dispatched(operations)},
                                              {0, nullptr}};
    static char nothing = 0;
    *out = functions;
    *context = &nothing;
    return 1;
}

OSSL_LIB_CTX* make_library() {
    OSSL_LIB_CTX* library = require(OSSL_LIB_CTX_new(), "cannot make an OpenSSL library context");
    require(OSSL_PROVIDER_add_builtin(library, "gauntlet", start_provider) == 1, "cannot add the stream provider");
    require(OSSL_PROVIDER_load(library, "gauntlet"), "cannot load the stream provider");
    require(OSSL_PROVIDER_load(library, "default"), "cannot load OpenSSL's default provider");
    require(RAND_set_DRBG_type(library, "GAUNTLET-STREAM", nullptr, nullptr, nullptr) == 1,
            "cannot choose the stream as random generator");
    return library;
}

}  // namespace

OSSL_LIB_CTX* library() {
    static OSSL_LIB_CTX* const the_library = make_library();
    return the_library;
}

const EVP_MD* sha256() {
    static const EVP_MD* const digest = require(EVP_MD_fetch(library(), "SHA256", nullptr), "SHA-256 is missing");
    return digest;
}

Drawing::Drawing(Stream& stream) : before_(current_stream) {
    current_stream = &stream;
}

Drawing::~Drawing() {
    current_stream = before_;
}

}  // namespace gauntlet::issue
