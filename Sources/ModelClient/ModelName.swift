// SPDX-License-Identifier: Apache-2.0

/// Names of models, which come from jobs and end in the paths of URLs.
enum ModelName {
    private static let maximumBytes = 200

    /// Whether a name stays one piece of a URL's path.
    static func isPathSafe(_ name: String) -> Bool {
        !name.isEmpty && !name.contains("..") && name.utf8.count <= maximumBytes
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-._/@:".utf8.contains(byte)
                }
            }
    }

    /// Fails for a name that would lead a request elsewhere.
    static func check(_ name: String) throws(ModelError) {
        guard isPathSafe(name) else {
            throw ModelError(
                .modelNotFound,
                "the model name may hold at most \(maximumBytes) letters, digits and \"-._/@:\" only"
            )
        }
    }
}
