// SPDX-License-Identifier: Apache-2.0

/// What is accepted, and what pages are made to be.
public struct ImagingLimits: Sendable, Hashable {
    /// Larger images, in millions of pixels, are refused before they are decoded.
    public var maximumMegapixels = 100
    /// Longest side of a prepared page, in pixels.
    public var maximumLongSide = 2048
    /// JPEG quality of a prepared page, 1 to 100.
    public var jpegQuality = 85
    /// Pages of one file.
    public var maximumPages = 20
    /// What pictures may take together while they are decoded, in bytes; a larger one is decoded alone. By default, no
    /// limit but the number of threads.
    public var maximumDecodedBytes = Int.max
    /// Time for each child process.
    public var childTimeout: Duration = .seconds(30)

    /// The defaults.
    public init() {}
}
