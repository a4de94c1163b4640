// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// A printed sheet as a PDF whose text the local model reads without OCR.
enum TallyPDF {
    private static let lines: [(label: String, figure: String)] = [
        ("PIUTE COUNTY, UTAH", ""), ("General Election November 3, 2026", ""), ("Greenwich Precinct", ""),
        ("STATISTICS", ""), ("Registered Voters - Total", "480"), ("Ballots Cast - Total", "352"),
        ("Valid Ballots", "340"), ("Invalid Ballots", "8"), ("Blank Ballots", "4"), ("", ""),
        ("Governor", ""), ("Vote For 1", ""), ("Abigail Ashworth", "187"), ("Benjamin Blackwood", "121"),
        ("Charlotte Castellano", "32"), ("Total Votes", "340"),
    ]

    static let bytes: [UInt8] = {
        let texts = lines.enumerated().map { index, line in
            let top = 780 - 22 * index
            return "BT /F1 11 Tf 60 \(top) Td (\(line.label)) Tj ET\nBT /F1 11 Tf 330 \(top) Td (\(line.figure)) Tj ET"
        }
        let content = texts.joined(separator: "\n")
        return PDFFile.bytes(of: [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
                + "/Resources << /Font << /F1 3 0 R >> >> >>",
            "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
        ])
    }()
}
