// SPDX-License-Identifier: Apache-2.0

/// One number of the overview.
struct Figure {
    /// Its name in what the script is told.
    let key: String
    let label: String
    let value: String
    var hint: String?
    var href: String?
    /// Whether somebody should look.
    var isBad = false
}
