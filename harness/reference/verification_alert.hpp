// The alert that the verdict on a certificate deserves (RFC 8446 6.2, RFC 5246 7.2.2).
#pragma once

#include "openssl.hpp"

namespace gauntlet::reference {

// Of an X509_V_ERR_….
int alert_of(int error);

// OpenSSL derives the alert from the verification's error: sets one that gives this alert.
void set_alert(X509_STORE_CTX* verification, int alert);

}  // namespace gauntlet::reference
