// SPDX-License-Identifier: Apache-2.0

/// One file of a request, not fetched yet.
public struct SourceFile: Sendable, Hashable {
    /// Where the content is.
    public enum Location: Sendable, Hashable {
        /// An address, such as `https:…`, `file:…` or `blob:…`.
        case uri(String)
        /// The content itself as base64.
        case inline(String)
    }

    /// The name that prompts and spans show.
    public var name: String
    /// Where the content is.
    public var location: Location
    /// The announced SHA-256 as hexadecimal digits, if any.
    public var sha256: String?

    /// Makes a file; control characters in the name are dropped and the name is cut at 200 characters.
    public init(name: String, location: Location, sha256: String? = nil) {
        let visible = name.unicodeScalars.filter { $0.properties.generalCategory != .control }
        self.name = String(String(String.UnicodeScalarView(visible)).prefix(200))
        self.location = location
        self.sha256 = sha256
    }
}
