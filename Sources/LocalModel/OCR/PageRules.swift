// SPDX-License-Identifier: Apache-2.0

/// The ruled lines of a page, in page coordinates.
struct PageRules: Sendable {
    var horizontal: [PixelBox] = []
    var vertical: [PixelBox] = []
}
