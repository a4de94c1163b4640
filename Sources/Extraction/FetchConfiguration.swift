// SPDX-License-Identifier: Apache-2.0

/// What may be fetched, and how much of it.
public struct FetchConfiguration: Sendable, Hashable {
    /// Bytes of one file, at most. Default 10 MB.
    public var maximumFileBytes: Int
    /// Bytes of all files of a job together, at most. Default 30 MB.
    public var maximumJobBytes: Int
    /// Files of one job, at most. Default 20.
    public var maximumFiles: Int
    /// Time for one file. Default 30 s.
    public var timeout: Duration
    /// Folders from which `file:` may read, links resolved; none by default.
    public var fileRoots: [String]
    /// Whether plain `http:` may be fetched. Default false.
    public var allowsPlainHTTP: Bool
    /// Redirects that are followed; the transport checks each address. Default 3.
    public var maximumRedirects: Int

    /// Makes a configuration.
    public init(
        maximumFileBytes: Int = 10_000_000,
        maximumJobBytes: Int = 30_000_000,
        maximumFiles: Int = 20,
        timeout: Duration = .seconds(30),
        fileRoots: [String] = [],
        allowsPlainHTTP: Bool = false,
        maximumRedirects: Int = 3
    ) {
        self.maximumFileBytes = maximumFileBytes
        self.maximumJobBytes = maximumJobBytes
        self.maximumFiles = maximumFiles
        self.timeout = timeout
        self.fileRoots = fileRoots
        self.allowsPlainHTTP = allowsPlainHTTP
        self.maximumRedirects = maximumRedirects
    }
}
