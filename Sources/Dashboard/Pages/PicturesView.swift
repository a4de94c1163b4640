// SPDX-License-Identifier: Apache-2.0

/// Pictures of a job's pages.
struct PicturesView {
    let pictures: [PictureLink]
}

/// Where one of them is.
struct PictureLink {
    let source: String
    let alternative: String
}
