// SPDX-License-Identifier: Apache-2.0

import CVips

/// libvips, started once for the process.
enum VipsLibrary {
    /// Whether the library could be started.
    static let isReady = cvips_start() == 0
}
