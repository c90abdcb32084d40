// Finding libcurl at run time, and calling it.

#include "CCurl.h"
#include "Internal.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int message;
    void *easy;
    union {
        void *whatever;
        int result;
    } data;
} Message;

struct Blob {
    void *data;
    size_t length;
    unsigned flags;
};

struct Texts { // struct curl_slist
    char *text;
    struct Texts *next;
};

// The beginning of curl_version_info_data, which only ever grows at its end.
struct VersionInfo {
    int age;
    const char *version;
    unsigned version_number;
    const char *host;
    int features;
    const char *ssl_version;
    long ssl_version_number;
    const char *libz_version;
    const char *const *protocols;
    const char *ares;
    int ares_number;
    const char *libidn;
    int iconv_version_number;
    const char *libssh_version;
    unsigned brotli_version_number;
    const char *brotli_version;
    unsigned nghttp2_version_number;
    const char *nghttp2_version;
    const char *quic_version;
    const char *trust_file; // since age 6 (7.70), as is the next
    const char *trust_folder;
};

struct CCurlLibrary {
    int (*global_init)(long);
    const struct VersionInfo *(*version_info)(int);
    void *(*easy_init)(void);
    void (*easy_cleanup)(void *);
    int (*easy_setopt)(void *, int, ...);
    int (*easy_getinfo)(void *, int, ...);
    void *(*multi_init)(void);
    int (*multi_cleanup)(void *);
    int (*multi_setopt)(void *, int, ...);
    int (*multi_add_handle)(void *, void *);
    int (*multi_remove_handle)(void *, void *);
    int (*multi_perform)(void *, int *);
    int (*multi_poll)(void *, void *, unsigned, int, int *);
    int (*multi_wakeup)(void *);
    Message *(*multi_info_read)(void *, int *);
    void *(*slist_append)(void *, const char *);
    int (*openssl_init)(uint64_t, const void *);
    int (*openssl_pending)(const void *);
    size_t (*gnutls_pending)(const void *);
    // Of OpenSSL from 1.1.1 on, all of them or none.
    void *(*store_new)(void);
    void (*store_free)(void *);
    int (*store_set_flags)(void *, unsigned long);
    int (*store_load)(void *, const char *, const char *);
    void (*store_use)(void *, void *);
};

/// Finds what shares trusted certificates between connections, where libcurl's TLS library in use is OpenSSL.
static void find_store(void *image, CCurlLibrary *library) {
    const char *tls = ccurl_tls_name(library);
    if (!tls || strncmp(tls, "OpenSSL/", 8) != 0) return;
    const struct {
        const char *name;
        void *place;
    } functions[] = {
        {"X509_STORE_new", &library->store_new},
        {"X509_STORE_free", &library->store_free},
        {"X509_STORE_set_flags", &library->store_set_flags},
        {"X509_STORE_load_locations", &library->store_load},
        {"SSL_CTX_set1_cert_store", &library->store_use}, // the youngest: without it the others are not used
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *function = dlsym(image, functions[i].name);
        if (!function) return;
        memcpy(functions[i].place, &function, sizeof function);
    }
}

const CCurlLibrary *ccurl_load(const char *const *candidates, size_t count, const char **missing_function) {
    *missing_function = NULL;
    void *image = NULL;
    for (size_t i = 0; i < count && !image; i++) image = dlopen(candidates[i], RTLD_NOW | RTLD_LOCAL);
    if (!image) return NULL;

    CCurlLibrary *library = calloc(1, sizeof *library);
    if (!library) return NULL;
    const struct {
        const char *name;
        void *place;
    } functions[] = {
        {"curl_global_init", &library->global_init},
        {"curl_version_info", &library->version_info},
        {"curl_easy_init", &library->easy_init},
        {"curl_easy_cleanup", &library->easy_cleanup},
        {"curl_easy_setopt", &library->easy_setopt},
        {"curl_easy_getinfo", &library->easy_getinfo},
        {"curl_multi_init", &library->multi_init},
        {"curl_multi_cleanup", &library->multi_cleanup},
        {"curl_multi_setopt", &library->multi_setopt},
        {"curl_multi_add_handle", &library->multi_add_handle},
        {"curl_multi_remove_handle", &library->multi_remove_handle},
        {"curl_multi_perform", &library->multi_perform},
        {"curl_multi_poll", &library->multi_poll},
        {"curl_multi_wakeup", &library->multi_wakeup},
        {"curl_multi_info_read", &library->multi_info_read},
        {"curl_slist_append", &library->slist_append},
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *function = dlsym(image, functions[i].name);
        if (!function) {
            *missing_function = functions[i].name;
            free(library);
            return NULL;
        }
        // POSIX lets the answer of dlsym be used as a function; ISO C has no cast for it.
        memcpy(functions[i].place, &function, sizeof function);
    }
    // Of the TLS library behind it, where that can be seen.
    void *openssl_init = dlsym(image, "OPENSSL_init_crypto");
    memcpy(&library->openssl_init, &openssl_init, sizeof openssl_init);
    void *openssl_pending = dlsym(image, "SSL_has_pending");
    if (!openssl_pending) openssl_pending = dlsym(image, "SSL_pending");
    memcpy(&library->openssl_pending, &openssl_pending, sizeof openssl_pending);
    void *gnutls_pending = dlsym(image, "gnutls_record_check_pending");
    memcpy(&library->gnutls_pending, &gnutls_pending, sizeof gnutls_pending);
    find_store(image, library);
    return library;
}

static const struct VersionInfo *version_info(const CCurlLibrary *library) {
    const int age_we_know = 6;
    return library->version_info(age_we_know);
}

unsigned ccurl_version(const CCurlLibrary *library) { return version_info(library)->version_number; }

const char *ccurl_tls_name(const CCurlLibrary *library) { return version_info(library)->ssl_version; }

const char *ccurl_trust_file(const CCurlLibrary *library) {
    const struct VersionInfo *info = version_info(library);
    return info->age >= 6 ? info->trust_file : NULL;
}

const char *ccurl_trust_folder(const CCurlLibrary *library) {
    const struct VersionInfo *info = version_info(library);
    return info->age >= 6 ? info->trust_folder : NULL;
}

int ccurl_global_init(const CCurlLibrary *library) {
    // OpenSSL otherwise frees itself in an exit handler while our thread may still be using it.
    const uint64_t no_atexit = 0x00080000;
    if (library->openssl_init) library->openssl_init(no_atexit, NULL);
    const long everything = 3;
    return library->global_init(everything);
}

void *ccurl_easy_init(const CCurlLibrary *library) { return library->easy_init(); }

void ccurl_easy_cleanup(const CCurlLibrary *library, void *easy) { library->easy_cleanup(easy); }

int ccurl_easy_set_long(const CCurlLibrary *library, void *easy, int option, long value) {
    return library->easy_setopt(easy, option, value);
}

int ccurl_easy_set_offset(const CCurlLibrary *library, void *easy, int option, int64_t value) {
    return library->easy_setopt(easy, option, value);
}

int ccurl_easy_set_pointer(const CCurlLibrary *library, void *easy, int option, const void *value) {
    return library->easy_setopt(easy, option, value);
}

int ccurl_set_trust(const CCurlLibrary *library, void *easy, const uint8_t *pem, size_t length) {
    const int cainfo_blob = 40309, proxy_cainfo_blob = 40310;
    struct Blob blob = {(void *)(uintptr_t)pem, length, 0}; // flag 0: libcurl does not copy
    library->easy_setopt(easy, proxy_cainfo_blob, &blob); // of use to an https proxy only, so it may fail
    return library->easy_setopt(easy, cainfo_blob, &blob);
}

void *ccurl_trust_create(const CCurlLibrary *library, const char *const *files, size_t count, const char *folder) {
    // As libcurl sets up its own: what is trusted ends a chain, whoever signed it.
    const unsigned long trusted_first = 0x8000, partial_chain = 0x80000;
    void *store = library->store_use ? library->store_new() : NULL;
    if (!store) return NULL;
    bool is_complete = library->store_set_flags(store, trusted_first | partial_chain) == 1;
    for (size_t i = 0; i < count && is_complete; i++) is_complete = library->store_load(store, files[i], NULL) == 1;
    if (folder && is_complete) is_complete = library->store_load(store, NULL, folder) == 1;
    if (is_complete) return store;
    library->store_free(store);
    return NULL;
}

void ccurl_trust_destroy(const CCurlLibrary *library, void *trust) { library->store_free(trust); }

void ccurl_trust_use(const CCurlLibrary *library, void *tls, void *trust) { library->store_use(tls, trust); }

int ccurl_share_trust(const CCurlLibrary *library, void *easy, CCurlExchange *exchange, void *trust) {
    const int file = 10065, folder = 10097, proxy_file = 10246, proxy_folder = 10247, certificates_unusable = 77;
    exchange->trust = trust;
    // Without the callback that hands the certificates over, libcurl would trust nobody.
    if (!exchange->is_asked_for_trust) return certificates_unusable;
    // Otherwise it reads its own first, for every connection anew.
    library->easy_setopt(easy, proxy_file, NULL);
    library->easy_setopt(easy, proxy_folder, NULL);
    const int code = library->easy_setopt(easy, folder, NULL);
    return code == CCURL_OK ? library->easy_setopt(easy, file, NULL) : code;
}

int ccurl_set_resolve(const CCurlLibrary *library, void *easy, const char *entry) {
    // libcurl keeps pointing at the list, so it is never freed: this stands in for name servers in tests only.
    void *list = library->slist_append(NULL, entry);
    return library->easy_setopt(easy, CCURL_OPT_RESOLVE, list);
}

const void *ccurl_certificate(const CCurlLibrary *library, void *easy, int number) {
    const int certificates = 0x400022;
    struct { // curl_certinfo
        int count;
        struct Texts **lists;
    } *info = NULL;
    if (library->easy_getinfo(easy, certificates, &info) != CCURL_OK || !info || !info->lists) return NULL;
    return number >= 0 && number < info->count ? info->lists[number] : NULL;
}

const char *ccurl_next_text(const void **texts) {
    const struct Texts *first = *texts;
    if (!first) return NULL;
    *texts = first->next;
    return first->text;
}

long ccurl_easy_get_long(const CCurlLibrary *library, void *easy, int info) {
    long value = 0;
    return library->easy_getinfo(easy, info, &value) == CCURL_OK ? value : 0;
}

int64_t ccurl_easy_get_offset(const CCurlLibrary *library, void *easy, int info) {
    int64_t value = 0;
    return library->easy_getinfo(easy, info, &value) == CCURL_OK ? value : 0;
}

bool ccurl_tls_has_unread(const CCurlLibrary *library, void *easy) {
    const int tls_pointer = 0x40002D, openssl = 1, gnutls = 2;
    struct { // curl_tlssessioninfo
        int backend;
        void *session;
    } *info = NULL;
    if (library->easy_getinfo(easy, tls_pointer, &info) != CCURL_OK || !info || !info->session) return false;
    if (info->backend == openssl && library->openssl_pending) return library->openssl_pending(info->session) > 0;
    if (info->backend == gnutls && library->gnutls_pending) return library->gnutls_pending(info->session) > 0;
    return false;
}

void *ccurl_multi_init(const CCurlLibrary *library) { return library->multi_init(); }

void ccurl_multi_cleanup(const CCurlLibrary *library, void *multi) { library->multi_cleanup(multi); }

int ccurl_multi_set_long(const CCurlLibrary *library, void *multi, int option, long value) {
    return library->multi_setopt(multi, option, value);
}

int ccurl_multi_add(const CCurlLibrary *library, void *multi, void *easy) {
    return library->multi_add_handle(multi, easy);
}

int ccurl_multi_remove(const CCurlLibrary *library, void *multi, void *easy) {
    return library->multi_remove_handle(multi, easy);
}

int ccurl_multi_perform(const CCurlLibrary *library, void *multi) {
    int running = 0;
    return library->multi_perform(multi, &running);
}

int ccurl_multi_poll(const CCurlLibrary *library, void *multi, int milliseconds) {
    return library->multi_poll(multi, NULL, 0, milliseconds, NULL);
}

int ccurl_multi_wakeup(const CCurlLibrary *library, void *multi) { return library->multi_wakeup(multi); }

bool ccurl_multi_next_finished(const CCurlLibrary *library, void *multi, void **private_pointer, int *code) {
    const int done = 1, info_private = 0x100015;
    int left = 0;
    Message *message;
    while ((message = library->multi_info_read(multi, &left))) {
        if (message->message != done) continue;
        *code = message->data.result; // the message's memory ends with the next call
        *private_pointer = NULL;
        library->easy_getinfo(message->easy, info_private, private_pointer);
        return true;
    }
    return false;
}
