// SPDX-License-Identifier: Apache-2.0

/// What is around every page.
struct Page {
    let title: String
    let queueName: String
    let tabs: [TabLink]
    let formToken: String
    let canChange: Bool
    let isReadOnly: Bool
    let canLogOut: Bool
    /// Whether a script may keep it up to date.
    let isLive: Bool
    /// How far what it shows has come: what is newer shall be told.
    let revision: Int
    /// Whether it is worth loading again soon where there are no scripts.
    let refreshes: Bool
    let iconHref: String
    let styleHref: String
    let scriptHref: String
    let notice: Notice?
    let view: Any
}
