// SPDX-License-Identifier: Apache-2.0

import Imaging

/// What a model is shown of a file: one image, or a PDF of several pages.
struct Page: Sendable {
    let filename: String
    let bytes: [UInt8]
    let mediaType: String
    /// How many sheets it stands for.
    let count: Int

    init(filename: String, prepared: PreparedPage) {
        self.filename = filename
        bytes = prepared.bytes
        mediaType = prepared.mediaType.rawValue
        count = prepared.pageCount
    }
}
