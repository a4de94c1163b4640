// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>
#include <sys/prctl.h>

// Variadic functions do not import into Swift: each wrapper below fixes the type of the value that an option takes.

// A macro made of several others, which Swift does not read.
enum { ccurl_redirect_post_all = CURL_REDIR_POST_ALL };

#pragma clang assume_nonnull begin

static inline CURLcode ccurl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

// libcurl copies the string. Not for CURLOPT_POSTFIELDS, whose bytes it does not copy.
static inline CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *_Nullable value) {
    return curl_easy_setopt(easy, option, value);
}

// libcurl keeps the pointer.
static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *_Nullable value) {
    return curl_easy_setopt(easy, option, value);
}

// libcurl copies as many bytes as CURLOPT_POSTFIELDSIZE_LARGE, set before, says.
static inline CURLcode ccurl_copy_post_fields(CURL *easy, const void *bytes) {
    return curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes);
}

// libcurl keeps the list; free it when the transfer has ended.
static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *_Nullable value) {
    return curl_easy_setopt(easy, option, value);
}

typedef size_t (*ccurl_data_function)(char *_Nullable data, size_t size, size_t count, void *_Nullable context);
typedef int (*ccurl_seek_function)(void *_Nullable context, curl_off_t offset, int origin);
typedef curl_socket_t (*ccurl_socket_function)(
    void *_Nullable context, curlsocktype purpose, struct curl_sockaddr *_Nullable address);

// For CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION and CURLOPT_READFUNCTION.
static inline CURLcode ccurl_set_data_function(CURL *easy, CURLoption option, ccurl_data_function _Nullable function) {
    return curl_easy_setopt(easy, option, function);
}

static inline CURLcode ccurl_set_seek_function(CURL *easy, ccurl_seek_function _Nullable function) {
    return curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, function);
}

static inline CURLcode ccurl_set_open_socket_function(CURL *easy, ccurl_socket_function _Nullable function) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, function);
}

typedef int (*ccurl_prerequest_function)(
    void *_Nullable context, char *_Nullable remote, char *_Nullable local, int remotePort, int localPort);

// Asked each time before a request is sent.
static inline CURLcode ccurl_set_prerequest_function(CURL *easy, ccurl_prerequest_function _Nullable function) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, function);
}

typedef int (*ccurl_progress_function)(
    void *_Nullable context, curl_off_t toRead, curl_off_t read, curl_off_t toSend, curl_off_t sent);

// Ends the transfer when it returns something else than 0.
static inline CURLcode ccurl_set_progress_function(CURL *easy, ccurl_progress_function _Nullable function) {
    return curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, function);
}

static inline CURLcode ccurl_get_socket(CURL *easy, curl_socket_t *value) {
    return curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, value);
}

static inline CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode ccurl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

// The string belongs to the handle.
static inline CURLcode ccurl_get_string(CURL *easy, CURLINFO info, const char *_Nullable *_Nonnull value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode ccurl_get_pointer(CURL *easy, CURLINFO info, void *_Nullable *_Nonnull value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// The result lives in a union, which is read here.
static inline CURLcode ccurl_message_result(const CURLMsg *message) { return message->data.result; }

// The address continues past the end of the declared field; its length is `addrlen`.
static inline const struct sockaddr *ccurl_address(const struct curl_sockaddr *address) { return &address->addr; }

// Linux keeps 15 bytes.
static inline int ccurl_name_current_thread(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

#pragma clang assume_nonnull end
