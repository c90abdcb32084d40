// What libcurl calls back during an exchange, and the memory it points into.

#include "CCurl.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

struct Node { // struct curl_slist
    char *text;
    struct Node *next;
};

struct Address { // struct curl_sockaddr
    int family;
    int type;
    int protocol;
    unsigned length;
    struct sockaddr address;
};

CCurlExchange *ccurl_exchange_create(void) { return calloc(1, sizeof(CCurlExchange)); }

void ccurl_exchange_destroy(CCurlExchange *exchange) {
    free(exchange->head);
    free(exchange->body);
    free(exchange->header_text);
    free(exchange->header_nodes);
    free(exchange->request_body);
    free(exchange);
}

void ccurl_exchange_begin(CCurlExchange *exchange) {
    exchange->head_length = exchange->body_length = 0;
    exchange->head_is_complete = false;
    exchange->head_bytes_seen = 0;
    exchange->head_lines_seen = 0;
    exchange->head_too_large = exchange->body_too_large = exchange->out_of_memory = false;
    exchange->error_text[0] = 0;
    exchange->refuses_non_public = false;
    exchange->sockets_opened = exchange->sockets_refused = 0;
    exchange->tls_was_begun = false;
    exchange->last_port = 0;
    exchange->socket_error = 0;
}

/// Makes room for `needed` bytes, at least doubling; the old bytes stay.
static bool reserve(void **memory, size_t *capacity, size_t needed) {
    if (needed <= *capacity) return true;
    size_t size = *capacity < 2048 ? 4096 : *capacity * 2;
    if (size < needed) size = needed;
    void *grown = realloc(*memory, size);
    if (!grown) return false;
    *memory = grown;
    *capacity = size;
    return true;
}

static bool append(uint8_t **memory, size_t *length, size_t *capacity, const char *bytes, size_t count) {
    void *place = *memory;
    if (!reserve(&place, capacity, *length + count)) return false;
    *memory = place;
    memcpy(*memory + *length, bytes, count);
    *length += count;
    return true;
}

static size_t take_body(const char *bytes, size_t size, size_t count, void *context) {
    CCurlExchange *exchange = context;
    const size_t length = size * count;
    if (length > CCURL_BODY_LIMIT - exchange->body_length) {
        exchange->body_too_large = true;
        return 0;
    }
    if (!append(&exchange->body, &exchange->body_length, &exchange->body_capacity, bytes, length)) {
        exchange->out_of_memory = true;
        return 0;
    }
    return length;
}

/// Takes one line of a head or of the trailers. Only the latest head is kept; everything counts.
static size_t take_head(const char *bytes, size_t size, size_t count, void *context) {
    CCurlExchange *exchange = context;
    const size_t length = size * count;
    exchange->head_bytes_seen += length;
    exchange->head_lines_seen += 1;
    if (exchange->head_bytes_seen > CCURL_HEAD_LIMIT || exchange->head_lines_seen > CCURL_HEAD_LINE_LIMIT) {
        exchange->head_too_large = true;
        return 0;
    }
    if (exchange->head_is_complete) {
        if (length < 5 || memcmp(bytes, "HTTP/", 5) != 0) return length; // a trailer
        exchange->head_length = 0;
        exchange->head_is_complete = false;
    }
    if (length <= 2 && (bytes[0] == '\r' || bytes[0] == '\n')) exchange->head_is_complete = true;
    if (!append(&exchange->head, &exchange->head_length, &exchange->head_capacity, bytes, length)) {
        exchange->out_of_memory = true;
        return 0;
    }
    return length;
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

static int open_socket(void *context, int purpose, struct Address *to) {
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
    exchange->sockets_opened += 1;
    return descriptor;
}

static int begin_tls(void *easy, void *tls, void *context) {
    (void)easy, (void)tls;
    CCurlExchange *exchange = context;
    exchange->tls_was_begun = true;
    return CCURL_OK;
}

int ccurl_attach(const CCurlLibrary *library, void *easy, CCurlExchange *exchange) {
    enum { write_data = 10001, error_buffer = 10010, header_data = 10029, open_socket_data = 10164, tls_data = 10109 };
    enum { write_function = 20011, header_function = 20079, open_socket_function = 20163, tls_function = 20108 };
    const struct {
        int option;
        const void *value;
    } pointers[] = {
        {write_data, exchange},
        {header_data, exchange},
        {open_socket_data, exchange},
        {error_buffer, exchange->error_text},
        // A function's address as a pointer: POSIX promises it, ISO C has no cast for it.
        {write_function, (const void *)(uintptr_t)take_body},
        {header_function, (const void *)(uintptr_t)take_head},
        {open_socket_function, (const void *)(uintptr_t)open_socket},
    };
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
        const int code = ccurl_easy_set_pointer(library, easy, pointers[i].option, pointers[i].value);
        if (code != CCURL_OK) return code;
    }
    // libcurl's times do not tell TCP from TLS before both are done. Not every TLS library has this, so it may fail.
    ccurl_easy_set_pointer(library, easy, tls_data, exchange);
    ccurl_easy_set_pointer(library, easy, tls_function, (const void *)(uintptr_t)begin_tls);
    return CCURL_OK;
}

int ccurl_set_headers(const CCurlLibrary *library, void *easy, CCurlExchange *exchange, const char *lines,
                      size_t length, size_t count) {
    const int http_header = 10023;
    if (count == 0) return ccurl_easy_set_pointer(library, easy, http_header, NULL);
    void *text = exchange->header_text;
    if (!reserve(&text, &exchange->header_text_capacity, length)) return CCURL_OUT_OF_MEMORY;
    exchange->header_text = text;
    if (!reserve(&exchange->header_nodes, &exchange->header_node_capacity, count * sizeof(struct Node)))
        return CCURL_OUT_OF_MEMORY;
    memcpy(exchange->header_text, lines, length);
    // libcurl only reads the list, so it can stand in our own memory and needs no allocation.
    struct Node *nodes = exchange->header_nodes;
    char *line = exchange->header_text;
    for (size_t i = 0; i < count; i++) {
        nodes[i].text = line;
        nodes[i].next = i + 1 < count ? &nodes[i + 1] : NULL;
        line += strlen(line) + 1;
    }
    return ccurl_easy_set_pointer(library, easy, http_header, nodes);
}

int ccurl_set_body(const CCurlLibrary *library, void *easy, CCurlExchange *exchange, const uint8_t *bytes,
                   size_t length) {
    const int post_fields = 10015;
    void *copy = exchange->request_body;
    if (!reserve(&copy, &exchange->request_body_capacity, length + 1)) return CCURL_OUT_OF_MEMORY;
    exchange->request_body = copy;
    if (length > 0) memcpy(exchange->request_body, bytes, length);
    int code = ccurl_easy_set_long(library, easy, CCURL_OPT_POST, 1);
    if (code == CCURL_OK)
        code = ccurl_easy_set_offset(library, easy, CCURL_OPT_POSTFIELDSIZE_LARGE, (int64_t)length);
    if (code == CCURL_OK) code = ccurl_easy_set_pointer(library, easy, post_fields, exchange->request_body);
    return code;
}
