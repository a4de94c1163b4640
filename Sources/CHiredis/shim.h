// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <hiredis/sds.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>

// Calls whose constants or variadic arguments do not import into Swift as they should.

// A counter that wakes poll(), or -1.
static inline int chiredis_open_event(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

// A stream socket that does not block and is not inherited by child processes, or -1.
static inline int chiredis_open_socket(int family) {
    return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

// Lets reads and writes block again; 0 on success.
static inline int chiredis_make_blocking(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    return flags < 0 ? -1 : fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK);
}

// Sends small packets at once and finds dead peers; a socket that is not TCP is left as it is.
static inline void chiredis_set_tcp_options(int descriptor) {
    int on = 1, idle = 15, interval = 5, count = 3;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
    setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
    setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
}

// Keeps signals away from the calling thread. Writing to a closed socket raises SIGPIPE in the writing thread, and
// hiredis does not suppress it; blocked, the write fails with EPIPE instead of ending the process.
static inline void chiredis_prepare_thread(const char *_Nonnull name) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    prctl(PR_SET_NAME, name);
}

// The context's error text, valid until its next call.
static inline const char *_Nonnull chiredis_error_text(const redisContext *_Nonnull context) {
    return context->errstr;
}

// What waits to be written, and how much it is.
static inline const char *_Nonnull chiredis_output(const redisContext *_Nonnull context, size_t *_Nonnull count) {
    *count = sdslen(context->obuf);
    return context->obuf;
}

// Forgets what waits to be written, and gives its memory back; 0 on success.
static inline int chiredis_drop_output(redisContext *_Nonnull context) {
    sds empty = sdsempty();
    if (!empty) return -1;
    sdsfree(context->obuf);
    context->obuf = empty;
    return 0;
}

// Takes one complete reply out of the reader, or leaves NULL when more bytes are needed. The caller frees it.
static inline int chiredis_next_reply(redisContext *_Nonnull context, redisReply *_Nullable *_Nonnull reply) {
    return redisGetReplyFromReader(context, (void **)reply);
}
