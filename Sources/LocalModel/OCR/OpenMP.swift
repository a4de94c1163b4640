// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Tesseract's inner threads, which slow it down when pages are read side by side anyway.
enum OpenMP {
    /// Confines parallel regions begun by the calling thread to that thread.
    ///
    /// `OMP_THREAD_LIMIT` would have to be in the environment before the process starts, and Tesseract overrides a mere
    /// number of threads; without active levels each region runs where it was begun. The OpenMP library that came with
    /// Tesseract is asked directly; nothing happens where there is none.
    static func useOneThread() {
        guard let symbol = dlsym(nil, "omp_set_max_active_levels") else { return }
        // Safe: the OpenMP specification fixes this signature.
        let setLevels = unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Void).self)
        setLevels(0)
    }
}
