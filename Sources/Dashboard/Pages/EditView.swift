// SPDX-License-Identifier: Apache-2.0

/// What the page for editing a dead letter's job shows.
struct EditView {
    let id: String
    let letterHref: String
    let editHref: String
    let text: String
    let mistake: String?
    /// What tells whether somebody else has edited it meanwhile.
    let version: String
    let note: String?
    let rows: Int
}
