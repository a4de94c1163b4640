// SPDX-License-Identifier: Apache-2.0

/// Mends the slips of models that leave no doubt about what was meant.
enum JSONRepair {
    /// Drops trailing commas, turns bare digits of other scripts into ASCII, escapes raw control characters in strings.
    static func repaired(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var output = String.UnicodeScalarView()
        var isInString = false
        var isEscaped = false
        for index in scalars.indices {
            let scalar = scalars[index]
            if isInString {
                append(inString: scalar, to: &output)
                isInString = isEscaped || scalar != "\""
                isEscaped = !isEscaped && scalar == "\\"
            } else if scalar != "," || !isTrailing(index, in: scalars) {
                output.append(scalar.asciiDigit ?? scalar)
                isInString = scalar == "\""
            }
        }
        return String(output)
    }

    private static func append(inString scalar: Unicode.Scalar, to output: inout String.UnicodeScalarView) {
        guard scalar.value < 0x20 else {
            output.append(scalar)
            return
        }
        let hex = String(scalar.value, radix: 16)
        output.append(contentsOf: (hex.count == 1 ? "\\u000" : "\\u00").unicodeScalars)
        output.append(contentsOf: hex.unicodeScalars)
    }

    private static func isTrailing(_ comma: Int, in scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        let next = scalars[(comma + 1)...].first { !$0.properties.isWhitespace }
        return next == "]" || next == "}"
    }
}
