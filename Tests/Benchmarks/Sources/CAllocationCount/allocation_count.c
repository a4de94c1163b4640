// SPDX-License-Identifier: Apache-2.0

// A program's own definition of malloc is used by all its libraries. These pass on to glibc's, which keeps its own under
// a second name. While counting is off, they cost one look at a variable.

#include "allocation_count.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static bool is_on;
static atomic_ulong blocks;

static void count(void) {
    if (is_on) atomic_fetch_add_explicit(&blocks, 1, memory_order_relaxed);
}

void allocation_count_switch(bool on) { is_on = on; }

unsigned long allocation_count(void) { return atomic_load(&blocks); }

void *malloc(size_t size) {
    count();
    return __libc_malloc(size);
}

void *calloc(size_t count_, size_t size) {
    count();
    return __libc_calloc(count_, size);
}

void *realloc(void *block, size_t size) {
    count();
    return __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    count();
    *result = __libc_memalign(alignment, size);
    return *result == NULL ? ENOMEM : 0;
}
