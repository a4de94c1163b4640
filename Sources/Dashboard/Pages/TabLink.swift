// SPDX-License-Identifier: Apache-2.0

/// A way to one of the dashboard's places.
struct TabLink {
    let tabName: String
    let tabHref: String
    let isCurrent: Bool

    init(_ tab: Tab, isCurrent: Bool) {
        tabName = tab.name
        tabHref = tab.href
        self.isCurrent = isCurrent
    }
}
