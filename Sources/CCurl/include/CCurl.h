// The part of libcurl that this project uses, declared by its stable ABI and found at run time.
//
// libcurl's headers are not on every machine that can build Swift, so nothing of them is included. Every number below
// is part of libcurl's ABI, which has not changed since 7.16 (2006); see include/curl/curl.h and multi.h of
// https://github.com/curl/curl.

#ifndef CCURL_H
#define CCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Options of an easy handle: base of the argument's type (long 0, pointer 10000, function 20000, off_t 30000,
// blob 40000) plus a number of its own.
#define CCURL_OPT_NOPROGRESS 43
#define CCURL_OPT_POST 47
#define CCURL_OPT_NETRC 51
#define CCURL_OPT_FOLLOWLOCATION 52
#define CCURL_OPT_SSL_VERIFYPEER 64
#define CCURL_OPT_FRESH_CONNECT 74
#define CCURL_OPT_FORBID_REUSE 75
#define CCURL_OPT_HTTPGET 80
#define CCURL_OPT_SSL_VERIFYHOST 81
#define CCURL_OPT_HTTP_VERSION 84
#define CCURL_OPT_NOSIGNAL 99
#define CCURL_OPT_TCP_NODELAY 121
#define CCURL_OPT_CONNECT_ONLY 141
#define CCURL_OPT_SSL_SESSIONID_CACHE 150
#define CCURL_OPT_TIMEOUT_MS 155
#define CCURL_OPT_CONNECTTIMEOUT_MS 156
#define CCURL_OPT_SSLVERSION 32
#define CCURL_OPT_CERTINFO 172
#define CCURL_OPT_PROTOCOLS 181
#define CCURL_OPT_PATH_AS_IS 234
#define CCURL_OPT_SUPPRESS_CONNECT_HEADERS 265
#define CCURL_OPT_UPLOAD_BUFFERSIZE 280
#define CCURL_OPT_HTTP09_ALLOWED 285
#define CCURL_OPT_QUICK_EXIT 322
#define CCURL_OPT_URL 10002
#define CCURL_OPT_PROXY 10004
#define CCURL_OPT_USERAGENT 10018
#define CCURL_OPT_CAINFO 10065
#define CCURL_OPT_PRIVATE 10103
#define CCURL_OPT_NOPROXY 10177
#define CCURL_OPT_RESOLVE 10203
#define CCURL_OPT_POSTFIELDSIZE_LARGE 30120

#define CCURL_HTTP_VERSION_1_1 2
#define CCURL_SSLVERSION_TLSv1_2 6
#define CCURL_PROTO_HTTP 1
#define CCURL_PROTO_HTTPS 2

// Options of a multi handle.
#define CCURL_MOPT_MAXCONNECTS 6
#define CCURL_MOPT_MAX_TOTAL_CONNECTIONS 13
#define CCURL_MOPT_QUICK_EXIT 21

// What can be asked about an exchange: base of the answer's type (long 0x200000, off_t 0x600000) plus a number.
#define CCURL_INFO_RESPONSE_CODE 0x200002
#define CCURL_INFO_REQUEST_SIZE 0x20000C
#define CCURL_INFO_SSL_VERIFYRESULT 0x20000D
#define CCURL_INFO_HTTP_CONNECTCODE 0x200016
#define CCURL_INFO_OS_ERRNO 0x200019
#define CCURL_INFO_SIZE_UPLOAD_T 0x600007
#define CCURL_INFO_NAMELOOKUP_TIME_T 0x600033
#define CCURL_INFO_CONNECT_TIME_T 0x600034
#define CCURL_INFO_PRETRANSFER_TIME_T 0x600035
#define CCURL_INFO_APPCONNECT_TIME_T 0x600038

// Results of an exchange (CURLcode).
#define CCURL_OK 0
#define CCURL_UNSUPPORTED_PROTOCOL 1
#define CCURL_URL_MALFORMAT 3
#define CCURL_COULDNT_RESOLVE_PROXY 5
#define CCURL_COULDNT_RESOLVE_HOST 6
#define CCURL_COULDNT_CONNECT 7
#define CCURL_WEIRD_SERVER_REPLY 8
#define CCURL_PARTIAL_FILE 18
#define CCURL_WRITE_ERROR 23
#define CCURL_OUT_OF_MEMORY 27
#define CCURL_OPERATION_TIMEDOUT 28
#define CCURL_SSL_CONNECT_ERROR 35
#define CCURL_ABORTED_BY_CALLBACK 42
#define CCURL_GOT_NOTHING 52
#define CCURL_SEND_ERROR 55
#define CCURL_RECV_ERROR 56
#define CCURL_SSL_CIPHER 59
#define CCURL_PEER_FAILED_VERIFICATION 60
#define CCURL_SSL_CACERT_BADFILE 77
#define CCURL_SSL_ISSUER_ERROR 83
#define CCURL_PROXY 97
#define CCURL_TOO_LARGE 100

/// A loaded libcurl. Never unloaded: its threads may outlive whoever loaded it.
typedef struct CCurlLibrary CCurlLibrary;

/// Loads the first of `count` candidates that can be loaded, and finds every function in it.
///
/// The candidates are tried in order and come from the caller alone, never from the environment. On failure the
/// answer is NULL, and `missing_function` is the function that the library found lacks, or NULL if none was found.
const CCurlLibrary *ccurl_load(const char *const *candidates, size_t count, const char **missing_function);

/// The loaded library's version as 0xXXYYZZ.
unsigned ccurl_version(const CCurlLibrary *library);
/// The name and version of its TLS library ("OpenSSL/3.0.19"), or NULL if it has none.
const char *ccurl_tls_name(const CCurlLibrary *library);
/// The file of trusted certificates that it was built to use, or NULL if it does not say.
const char *ccurl_trust_file(const CCurlLibrary *library);
/// The folder of trusted certificates that it looks in besides, or NULL.
const char *ccurl_trust_folder(const CCurlLibrary *library);

/// The sockets of all connections of a client, so that a kept connection can be looked at before it is used again.
typedef struct CCurlSockets CCurlSockets;

CCurlSockets *ccurl_sockets_create(void);
/// Frees the record of them, when libcurl has closed them all.
void ccurl_sockets_destroy(CCurlSockets *sockets);

/// How often a request is sent at most: once more when a kept connection turns out to be dead.
#define CCURL_SEND_LIMIT 2

/// What one exchange at a time needs in memory that libcurl points into. It is reused from exchange to exchange.
typedef struct CCurlExchange {
    // The answer: the final head as raw lines, and the body.
    uint8_t *head;
    size_t head_length;
    uint8_t *body;
    size_t body_length;
    /// Whether the blank line after the latest head was seen.
    bool head_is_complete;
    /// Bytes of all heads and trailers so far, including 1xx and dropped ones.
    size_t head_bytes_seen;
    /// Why a callback ended the exchange.
    bool head_too_large;
    bool body_too_large;
    bool out_of_memory;
    /// libcurl's own words, to recognise a failure by. They may quote the URL: never show them.
    char error_text[256];

    // The connections opened for this exchange.
    /// Refuse addresses that are not public where the port is `guarded_port`.
    bool refuses_non_public;
    int guarded_port;
    unsigned sockets_opened;
    unsigned sockets_refused;
    /// Whether TLS was begun, with the origin or a proxy.
    bool tls_was_begun;
    /// The port of the last address tried.
    int last_port;
    /// errno of the last socket() that failed.
    int socket_error;

    // Sending.
    /// Asked right before the request is sent, or, where that cannot be, before a connection is opened (`early`).
    bool (*may_send)(void *context, bool early);
    void *may_send_context;
    /// Whether libcurl lets us ask right before; if not, no connection is kept.
    bool asks_before_sending;
    /// How often the request was sent; for the caller to reset.
    unsigned times_sent;
    /// Whether the request stands or stood to be sent on a connection that earlier exchanges used.
    bool is_on_kept_connection;
    /// Whether it was stopped because that connection is of no use: nothing was sent on it.
    bool wants_new_connection;
    /// Whether an answer began before the request had reached the peer.
    bool answer_came_too_soon;
    /// Whether a connection was opened since the request was last sent.
    bool is_on_new_connection;
    /// The socket of the kept connection, or -1.
    int descriptor;
    CCurlSockets *sockets;
    const CCurlLibrary *library;
    void *easy;
    /// The certificates that its connections trust, of ``ccurl_share_trust``; NULL for libcurl's own.
    void *trust;
    /// Whether the TLS library lets us hand them over.
    bool is_asked_for_trust;

    // Capacities, and the request's memory.
    size_t head_capacity;
    size_t body_capacity;
    unsigned head_lines_seen;
    char *header_text;
    size_t header_text_capacity;
    void *header_nodes;
    size_t header_node_capacity;
    uint8_t *request_body;
    int64_t request_body_length;
    size_t request_body_capacity;
} CCurlExchange;

/// Most bytes of an answer's body.
#define CCURL_BODY_LIMIT 1048576
/// Most bytes, and most lines, of everything that an answer has besides its body.
#define CCURL_HEAD_LIMIT 65536
#define CCURL_HEAD_LINE_LIMIT 200

/// A new exchange, or NULL without memory. `sockets` must outlive every connection.
CCurlExchange *ccurl_exchange_create(CCurlSockets *sockets);
void ccurl_exchange_destroy(CCurlExchange *exchange);
/// Forgets the previous answer; keeps the memory, and how often the request was sent.
void ccurl_exchange_begin(CCurlExchange *exchange);

/// Sets everything of an easy handle that points into `exchange`: callbacks, error text. Answers a CURLcode.
int ccurl_attach(const CCurlLibrary *library, void *easy, CCurlExchange *exchange);
/// Closes every connection after its exchange, as is done anyway with a libcurl that does not ask before it sends.
/// Answers a CURLcode.
int ccurl_forbid_reuse(const CCurlLibrary *library, void *easy, CCurlExchange *exchange);
/// Makes the request a GET. Answers a CURLcode.
int ccurl_set_no_body(const CCurlLibrary *library, void *easy, CCurlExchange *exchange);
/// Sets the request headers: `count` strings, each ended by a zero byte, one after the other. Answers a CURLcode.
int ccurl_set_headers(const CCurlLibrary *library, void *easy, CCurlExchange *exchange, const char *lines,
                      size_t length, size_t count);
/// Makes the request a POST with a copy of these bytes. Answers a CURLcode.
int ccurl_set_body(const CCurlLibrary *library, void *easy, CCurlExchange *exchange, const uint8_t *bytes,
                   size_t length);
/// Sets the trusted certificates, in PEM; the memory must outlive the handle. Answers a CURLcode.
int ccurl_set_trust(const CCurlLibrary *library, void *easy, const uint8_t *pem, size_t length);
/// The certificates of these files and of a folder (or NULL), read once for all connections of a client. Answers NULL
/// where the TLS library shares none, or a file cannot be read.
void *ccurl_trust_create(const CCurlLibrary *library, const char *const *files, size_t count, const char *folder);
/// Frees them, when no connection uses them any more.
void ccurl_trust_destroy(const CCurlLibrary *library, void *trust);
/// Lets all connections of a handle trust these certificates alone; they must outlive it. Answers a CURLcode.
int ccurl_share_trust(const CCurlLibrary *library, void *easy, CCurlExchange *exchange, void *trust);
/// The texts that libcurl has of the `number`-th certificate the server sent, its own first; NULL for none. They need
/// CCURL_OPT_CERTINFO, and live as long as the handle.
const void *ccurl_certificate(const CCurlLibrary *library, void *easy, int number);
/// The first of these texts, with `texts` moved on behind it; NULL at their end.
const char *ccurl_next_text(const void **texts);
/// Sets a list of "host:port:address" answers that stand in for name resolution. Answers a CURLcode.
int ccurl_set_resolve(const CCurlLibrary *library, void *easy, const char *entry);

// libcurl's functions, the variadic ones by type of argument.
int ccurl_global_init(const CCurlLibrary *library);
void *ccurl_easy_init(const CCurlLibrary *library);
void ccurl_easy_cleanup(const CCurlLibrary *library, void *easy);
int ccurl_easy_set_long(const CCurlLibrary *library, void *easy, int option, long value);
int ccurl_easy_set_offset(const CCurlLibrary *library, void *easy, int option, int64_t value);
int ccurl_easy_set_pointer(const CCurlLibrary *library, void *easy, int option, const void *value);
long ccurl_easy_get_long(const CCurlLibrary *library, void *easy, int info);
int64_t ccurl_easy_get_offset(const CCurlLibrary *library, void *easy, int info);
void *ccurl_multi_init(const CCurlLibrary *library);
void ccurl_multi_cleanup(const CCurlLibrary *library, void *multi);
int ccurl_multi_set_long(const CCurlLibrary *library, void *multi, int option, long value);
int ccurl_multi_add(const CCurlLibrary *library, void *multi, void *easy);
int ccurl_multi_remove(const CCurlLibrary *library, void *multi, void *easy);
int ccurl_multi_perform(const CCurlLibrary *library, void *multi);
int ccurl_multi_poll(const CCurlLibrary *library, void *multi, int milliseconds);
int ccurl_multi_wakeup(const CCurlLibrary *library, void *multi);
/// The next finished exchange: the pointer its handle was given as CCURL_OPT_PRIVATE and its CURLcode; false for none.
bool ccurl_multi_next_finished(const CCurlLibrary *library, void *multi, void **private_pointer, int *code);

#endif
