// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// A small PDF by hand: one page for each text, in Helvetica.
enum TextPDF {
    static func bytes(pages texts: [String], trailer: String = "") -> [UInt8] {
        let first = 4
        var objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count \(texts.count) /Kids ["
                + texts.indices.map { "\(first + 2 * $0) 0 R" }.joined(separator: " ") + "] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        for (index, text) in texts.enumerated() {
            let content = "BT /F1 12 Tf 60 700 Td (\(text)) Tj ET"
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents \(first + 2 * index + 1) 0 R "
                    + "/Resources << /Font << /F1 3 0 R >> >> >>"
            )
            objects.append("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream")
        }
        return PDFFile.bytes(of: objects, trailer: trailer)
    }
}
