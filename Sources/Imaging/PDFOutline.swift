// SPDX-License-Identifier: Apache-2.0

/// What `pdfinfo` says of a document.
struct PDFOutline: Sendable, Hashable {
    /// A page's size in whole points, at least 1.
    struct Size: Sendable, Hashable {
        var width: Int
        var height: Int
    }

    var pageCount: Int
    /// Of each page, up to the most that are accepted.
    var sizes: [Size]
    var isEncrypted: Bool

    /// Nil unless the report tells the size of every page that it was asked for, and of at least one.
    init?(report: [UInt8], maximumPages: Int) {
        // Title and author come first and may hold anything, line breaks included: the last line of a label counts.
        let lines = report.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        let pages = lines.last { $0.hasPrefix("Pages:") }?.split(separator: " ").last
        guard let count = pages.flatMap({ Int($0) }), count > 0 else { return nil }
        pageCount = count
        sizes = lines.compactMap(Self.size).suffix(min(count, maximumPages))
        isEncrypted = lines.last { $0.hasPrefix("Encrypted:") }?.contains("yes") ?? false
        guard sizes.count == min(count, maximumPages) else { return nil }
    }

    /// A line such as `Page    1 size: 595.28 x 841.89 pts (A4)`.
    private static func size(line: String) -> Size? {
        let words = line.split(separator: " ")
        guard words.count >= 6, words[0] == "Page", Int(words[1]) != nil, words[2] == "size:",
            let width = Double(words[3]), let height = Double(words[5])
        else { return nil }
        return Size(width: whole(width), height: whole(height))
    }

    private static func whole(_ points: Double) -> Int {
        points.isFinite ? Int(min(max(points.rounded(), 1), 1_000_000)) : 1
    }
}
