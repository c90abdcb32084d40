// What libcurl calls back during an exchange, and the memory it points into.

#include "CCurl.h"
#include "Internal.h"

#include <stdlib.h>
#include <string.h>

struct Node { // struct curl_slist
    char *text;
    struct Node *next;
};

CCurlExchange *ccurl_exchange_create(CCurlSockets *sockets) {
    CCurlExchange *exchange = calloc(1, sizeof(CCurlExchange));
    if (exchange) exchange->sockets = sockets;
    return exchange;
}

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
    exchange->sockets_opened = exchange->sockets_refused = 0;
    exchange->tls_was_begun = false;
    exchange->last_port = 0;
    exchange->socket_error = 0;
    exchange->is_on_new_connection = exchange->is_on_kept_connection = exchange->wants_new_connection = false;
    exchange->answer_came_too_soon = false;
    exchange->descriptor = -1;
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
    if (exchange->head_bytes_seen == 0 && ccurl_request_is_underway(exchange)) {
        exchange->answer_came_too_soon = true;
        return 0;
    }
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

static int begin_tls(void *easy, void *tls, void *context) {
    (void)easy;
    CCurlExchange *exchange = context;
    exchange->tls_was_begun = true;
    if (exchange->trust) ccurl_trust_use(exchange->library, tls, exchange->trust);
    return CCURL_OK;
}

int ccurl_attach(const CCurlLibrary *library, void *easy, CCurlExchange *exchange) {
    enum { write_data = 10001, error_buffer = 10010, header_data = 10029, open_socket_data = 10164, tls_data = 10109 };
    enum { write_function = 20011, header_function = 20079, open_socket_function = 20163, tls_function = 20108 };
    enum { close_socket_data = 10209, close_socket_function = 20208, before_data = 10313, before_function = 20312 };
    const struct {
        int option;
        const void *value;
    } pointers[] = {
        {write_data, exchange},
        {header_data, exchange},
        {open_socket_data, exchange},
        // Of all connections: this one may be closed when the exchange is long gone.
        {close_socket_data, exchange->sockets},
        {error_buffer, exchange->error_text},
        // A function's address as a pointer: POSIX promises it, ISO C has no cast for it.
        {write_function, (const void *)(uintptr_t)take_body},
        {header_function, (const void *)(uintptr_t)take_head},
        {open_socket_function, (const void *)(uintptr_t)ccurl_open_socket},
        {close_socket_function, (const void *)(uintptr_t)ccurl_close_socket},
    };
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
        const int code = ccurl_easy_set_pointer(library, easy, pointers[i].option, pointers[i].value);
        if (code != CCURL_OK) return code;
    }
    // libcurl's times do not tell TCP from TLS before both are done. Not every TLS library has this, so it may fail.
    exchange->is_asked_for_trust =
        ccurl_easy_set_pointer(library, easy, tls_data, exchange) == CCURL_OK
        && ccurl_easy_set_pointer(library, easy, tls_function, (const void *)(uintptr_t)begin_tls) == CCURL_OK;
    exchange->library = library;
    exchange->easy = easy;
    // From 7.80 on.
    exchange->asks_before_sending =
        ccurl_easy_set_pointer(library, easy, before_data, exchange) == CCURL_OK
        && ccurl_easy_set_pointer(library, easy, before_function, (const void *)(uintptr_t)ccurl_before_sending)
            == CCURL_OK;
    // Older ones give no way to look at a kept connection before it is used, nor to bound how often they repeat.
    return exchange->asks_before_sending ? CCURL_OK : ccurl_forbid_reuse(library, easy, exchange);
}

int ccurl_forbid_reuse(const CCurlLibrary *library, void *easy, CCurlExchange *exchange) {
    const int before_function = 20312, forbid_reuse = 75;
    ccurl_easy_set_pointer(library, easy, before_function, NULL);
    exchange->asks_before_sending = false;
    return ccurl_easy_set_long(library, easy, forbid_reuse, 1);
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

int ccurl_set_no_body(const CCurlLibrary *library, void *easy, CCurlExchange *exchange) {
    exchange->request_body_length = 0;
    return ccurl_easy_set_long(library, easy, CCURL_OPT_HTTPGET, 1);
}

int ccurl_set_body(const CCurlLibrary *library, void *easy, CCurlExchange *exchange, const uint8_t *bytes,
                   size_t length) {
    const int post_fields = 10015;
    void *copy = exchange->request_body;
    if (!reserve(&copy, &exchange->request_body_capacity, length + 1)) return CCURL_OUT_OF_MEMORY;
    exchange->request_body = copy;
    if (length > 0) memcpy(exchange->request_body, bytes, length);
    exchange->request_body_length = (int64_t)length;
    int code = ccurl_easy_set_long(library, easy, CCURL_OPT_POST, 1);
    if (code == CCURL_OK)
        code = ccurl_easy_set_offset(library, easy, CCURL_OPT_POSTFIELDSIZE_LARGE, (int64_t)length);
    if (code == CCURL_OK) code = ccurl_easy_set_pointer(library, easy, post_fields, exchange->request_body);
    return code;
}
