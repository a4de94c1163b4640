// SPDX-License-Identifier: Apache-2.0

import JSON

/// Text as it stands in HTML, whatever is in it.
enum HTMLText {
    /// The text with all that HTML could take for its own as entities; control characters become replacement signs.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            case _ where scalar.properties.generalCategory == .control: escaped.unicodeScalars.append("\u{FFFD}")
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A field's value; texts are isolated, so that their direction does not reach beyond them.
    static func value(_ value: JSONValue) -> String {
        if value.isNull { return "<span class=\"none\">—</span>" }
        guard let text = value.stringValue else { return escaped(value.text) }
        let shown = text.count > 300 ? String(text.prefix(300)) + "…" : text
        return "<bdi>\(escaped(shown))</bdi>"
    }
}
