// What the files of this target share.

#ifndef CCURL_INTERNAL_H
#define CCURL_INTERNAL_H

#include "CCurl.h"

#include <sys/socket.h>

struct Address { // struct curl_sockaddr
    int family;
    int type;
    int protocol;
    unsigned length;
    struct sockaddr address;
};

/// libcurl's callbacks that have to do with sockets.
int ccurl_open_socket(void *context, int purpose, struct Address *to);
int ccurl_close_socket(void *context, int descriptor);
int ccurl_before_sending(void *context, char *peer, char *own, int peer_port, int own_port);

/// Whether an answer that begins now does so before the peer acknowledged the whole request.
bool ccurl_request_is_underway(const CCurlExchange *exchange);

/// Whether the TLS library holds bytes of the exchange's connection that nobody has read, as far as it can be asked.
bool ccurl_tls_has_unread(const CCurlLibrary *library, void *easy);

/// Lets a connection that is about to be made, by the TLS library's handle for it, trust these certificates.
void ccurl_trust_use(const CCurlLibrary *library, void *tls, void *trust);

#endif
