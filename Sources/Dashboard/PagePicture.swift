// SPDX-License-Identifier: Apache-2.0

/// A picture of a page that may be shown to people.
public struct PagePicture: Sendable, Hashable {
    /// The picture's bytes.
    public var bytes: [UInt8]
    /// Its type, such as `image/jpeg`.
    public var mediaType: String

    /// Creates a picture.
    public init(bytes: [UInt8], mediaType: String) {
        self.bytes = bytes
        self.mediaType = mediaType
    }
}
