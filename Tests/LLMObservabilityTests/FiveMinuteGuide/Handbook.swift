// SPDX-License-Identifier: Apache-2.0

/// What the help desk of the guide knows.
struct Handbook: Sendable {
    struct Page: Sendable {
        let title: String
        let text: String
    }

    let pages: [Page]

    static let example = Handbook(pages: [
        Page(title: "Holidays", text: "Everybody has thirty days of holidays."),
        Page(title: "Coffee", text: "The machine is cleaned on Fridays."),
    ])

    func pages(about question: String) -> [Page] {
        pages.filter { question.contains($0.title.lowercased()) }
    }
}
