// The sockets of a client's connections: opening and closing them, and whether a kept one may carry a request.

#include "CCurl.h"
#include "Internal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/sockios.h>
#endif

typedef struct {
    int descriptor;
    int port; // its own; 0 while that is not known
} Socket;

struct CCurlSockets {
    Socket *sockets;
    size_t count;
    size_t capacity;
};

CCurlSockets *ccurl_sockets_create(void) { return calloc(1, sizeof(CCurlSockets)); }

void ccurl_sockets_destroy(CCurlSockets *sockets) {
    free(sockets->sockets);
    free(sockets);
}

static void forget(CCurlSockets *sockets, int descriptor) {
    for (size_t i = 0; i < sockets->count; i++) {
        if (sockets->sockets[i].descriptor != descriptor) continue;
        sockets->sockets[i] = sockets->sockets[--sockets->count];
        return;
    }
}

static bool remember(CCurlSockets *sockets, int descriptor) {
    forget(sockets, descriptor); // its number was another's, should libcurl have closed that one unseen
    if (sockets->count == sockets->capacity) {
        const size_t capacity = sockets->capacity ? sockets->capacity * 2 : 32;
        Socket *grown = realloc(sockets->sockets, capacity * sizeof *grown);
        if (!grown) return false;
        sockets->sockets = grown;
        sockets->capacity = capacity;
    }
    sockets->sockets[sockets->count++] = (Socket){descriptor, 0};
    return true;
}

/// Private, loopback, link-local, shared (RFC 6598) and unspecified addresses.
static bool v4_is_public(const uint8_t *a) {
    return !(a[0] == 0 || a[0] == 10 || a[0] == 127 || (a[0] == 100 && (a[1] & 0xC0) == 64)
             || (a[0] == 169 && a[1] == 254) || (a[0] == 172 && (a[1] & 0xF0) == 16) || (a[0] == 192 && a[1] == 168));
}

static bool v6_is_public(const uint8_t *a) {
    static const uint8_t zeros[15];
    static const uint8_t mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    if (memcmp(a, mapped, 12) == 0) return v4_is_public(a + 12);
    if (memcmp(a, zeros, 15) == 0 && a[15] <= 1) return false;
    return !((a[0] == 0xFE && (a[1] & 0xC0) == 0x80) || (a[0] & 0xFE) == 0xFC);
}

int ccurl_open_socket(void *context, int purpose, struct Address *to) {
    (void)purpose;
    CCurlExchange *exchange = context;
    bool is_public = true;
    if (to->family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, &to->address, sizeof in);
        exchange->last_port = ntohs(in.sin_port);
        is_public = v4_is_public((const uint8_t *)&in.sin_addr);
    } else if (to->family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, &to->address, sizeof in);
        exchange->last_port = ntohs(in.sin6_port);
        is_public = v6_is_public((const uint8_t *)&in.sin6_addr);
    }
    if (!is_public && exchange->refuses_non_public && exchange->last_port == exchange->guarded_port) {
        exchange->sockets_refused += 1;
        return -1;
    }
    // Without a callback before sending this is the last moment that can be told of.
    if (!exchange->asks_before_sending && !exchange->may_send(exchange->may_send_context, true)) return -1;
    int type = to->type;
#ifdef SOCK_CLOEXEC
    type |= SOCK_CLOEXEC;
#endif
    const int descriptor = socket(to->family, type, to->protocol);
    if (descriptor < 0) {
        exchange->socket_error = errno;
        return -1;
    }
#ifndef SOCK_CLOEXEC
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
#endif
    if (!remember(exchange->sockets, descriptor)) {
        close(descriptor);
        exchange->socket_error = ENOMEM;
        return -1;
    }
    exchange->sockets_opened += 1;
    exchange->is_on_new_connection = true;
    return descriptor;
}

int ccurl_close_socket(void *context, int descriptor) {
    forget(context, descriptor);
    return close(descriptor);
}

static int local_port(int descriptor) {
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;
    if (getsockname(descriptor, (struct sockaddr *)&storage, &length) != 0) return 0;
    if (storage.ss_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, &storage, sizeof in);
        return ntohs(in.sin_port);
    }
    struct sockaddr_in6 in;
    memcpy(&in, &storage, sizeof in);
    return storage.ss_family == AF_INET6 ? ntohs(in.sin6_port) : 0;
}

/// Makes libcurl see that the connection is of no more use: it looks for an end, and takes unread bytes for life.
static void spoil(int descriptor) {
    char chunk[16384];
    // Bounded, since a peer may send for ever; what is left is found again before the next request.
    for (int i = 0; i < 64 && recv(descriptor, chunk, sizeof chunk, MSG_DONTWAIT) > 0; i++) continue;
    shutdown(descriptor, SHUT_RDWR);
}

/// Whether nothing waits to be read on the kept connection from this port: whatever does is no answer to a request
/// that has not been sent.
static bool is_quiet(CCurlExchange *exchange, int port) {
    bool is_found = false, is_quiet = !ccurl_tls_has_unread(exchange->library, exchange->easy);
    for (size_t i = 0; i < exchange->sockets->count; i++) {
        Socket *socket = &exchange->sockets->sockets[i];
        const int descriptor = socket->descriptor;
        // A connection keeps its port, and asking for that of every other one costs more than the rest of this.
        if (socket->port == 0) socket->port = local_port(descriptor);
        // Two connections to different addresses may share a port: then both have to be quiet.
        if (port == 0 || socket->port != port) continue;
        is_found = true;
        exchange->descriptor = descriptor;
        struct pollfd readable = {.fd = descriptor, .events = POLLIN};
        if (poll(&readable, 1, 0) != 0) is_quiet = false;
        if (!is_quiet) spoil(descriptor);
    }
    return is_found && is_quiet;
}

int ccurl_before_sending(void *context, char *peer, char *own, int peer_port, int own_port) {
    (void)peer, (void)own, (void)peer_port;
    const int go_on = 0, stop = 1;
    CCurlExchange *exchange = context;
    const bool is_new = exchange->is_on_new_connection;
    exchange->is_on_new_connection = false;
    exchange->is_on_kept_connection = !is_new;
    exchange->descriptor = -1;
    // What was sent once already goes out a second time on a new connection only.
    if (!is_new && (exchange->times_sent > 0 || !is_quiet(exchange, own_port))) {
        exchange->wants_new_connection = true;
        return stop;
    }
    if (exchange->times_sent >= CCURL_SEND_LIMIT) return stop;
    if (!exchange->may_send(exchange->may_send_context, false)) return stop;
    exchange->times_sent += 1;
    return go_on;
}

bool ccurl_request_is_underway(const CCurlExchange *exchange) {
    // A new connection holds no other answer, and a server may refuse a long body before it has all of it.
    if (!exchange->is_on_kept_connection || exchange->descriptor < 0) return false;
    const int64_t sent = ccurl_easy_get_offset(exchange->library, exchange->easy, CCURL_INFO_SIZE_UPLOAD_T);
    if (sent < exchange->request_body_length) return true;
    int unacknowledged = 0;
#if defined(__linux__)
    if (ioctl(exchange->descriptor, SIOCOUTQ, &unacknowledged) != 0) return false;
#elif defined(SO_NWRITE)
    socklen_t length = sizeof unacknowledged;
    if (getsockopt(exchange->descriptor, SOL_SOCKET, SO_NWRITE, &unacknowledged, &length) != 0) return false;
#endif
    return unacknowledged > 0;
}
