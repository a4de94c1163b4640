// SPDX-License-Identifier: Apache-2.0

/// One piece of what the model is shown, in order.
public enum ModelPart: Sendable, Hashable {
    /// Plain text.
    case text(String)
    /// A file's bytes with its media type, such as `image/jpeg`, and how many pages it has.
    case data([UInt8], mediaType: String, pages: Int = 1)
}
