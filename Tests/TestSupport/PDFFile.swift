// SPDX-License-Identifier: Apache-2.0

/// The bytes of a PDF around objects that are written by hand.
public enum PDFFile {
    /// Numbers the objects from one; the first is the catalogue.
    ///
    /// - Parameter trailer: Further entries of the trailer.
    public static func bytes(of objects: [String], trailer: String = "") -> [UInt8] {
        var text = "%PDF-1.4\n"
        var table = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let offset = String(text.utf8.count)
            table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n\(table)"
        text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R \(trailer) >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(text.utf8)
    }
}
