// SPDX-License-Identifier: Apache-2.0

import CMalloc

/// How this process gets memory from the system.
enum Allocator {
    /// Has pages and documents go back to the system when they are freed; to be called before there is a second thread.
    ///
    /// By itself glibc takes what is freed often, up to 32 MiB, from its heaps, one for each thread, which many pages
    /// side by side tear to shreds: a worker took three times its memory budget.
    static func giveBackLargePieces() {
        _ = mallopt(M_MMAP_THRESHOLD, 128 << 10)
        _ = mallopt(M_TRIM_THRESHOLD, 128 << 10)
        _ = mallopt(M_ARENA_MAX, 2)
    }
}
