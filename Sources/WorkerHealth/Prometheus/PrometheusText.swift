// SPDX-License-Identifier: Apache-2.0

/// Writes Prometheus' text exposition format, version 0.0.4.
struct PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var bytes: [UInt8] = []

    /// The line before the samples of a name.
    mutating func family(_ name: String, _ kind: PrometheusFamily.Kind) {
        bytes += "# TYPE \(name) \(kind.rawValue)\n".utf8
    }

    /// One sample.
    ///
    /// - Parameter labels: As ``labels(_:)`` makes them.
    mutating func sample(_ name: String, _ labels: String = "", value: Double) {
        bytes += name.utf8
        if !labels.isEmpty { bytes += "{\(labels)}".utf8 }
        bytes += " \(Self.number(value))\n".utf8
    }

    mutating func append(_ text: [UInt8]) { bytes += text }

    /// A name in which only letters, digits, `_` and `:` are left.
    static func name(_ name: String) -> String {
        let text = String(decoding: name.utf8.map { isNameByte($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        guard let first = text.utf8.first, !(48...57).contains(first) else { return "_" + text }
        return text
    }

    /// Labels in the order of their names, values escaped; the last one of a name counts.
    static func labels(_ dimensions: [(String, String)]) -> String {
        let values = Dictionary(dimensions.map { (name($0.0), $0.1) }) { _, last in last }
        return values.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escaped($0.value))\"" }.joined(separator: ",")
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }
}
