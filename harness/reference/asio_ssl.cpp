// The one translation unit with the sources of Asio's TLS stream (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/ssl/impl/src.hpp>
