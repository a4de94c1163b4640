// SPDX-License-Identifier: Apache-2.0

/// A request as ``LoopbackHTTPServer`` read it off the wire.
public struct RecordedHTTPRequest: Sendable {
    /// The method, for example `POST`.
    public let method: String
    /// The request target as sent: path and query.
    public let target: String
    /// The header lines in order, names as sent.
    public let headers: [(name: String, value: String)]
    /// The body; always of the declared `Content-Length` (chunked bodies are answered 411 and not recorded).
    public let body: [UInt8]
    /// Which accepted connection carried it, counted from 1.
    public let connection: Int

    /// The value of the first header of that name, ignoring case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text; invalid UTF-8 is replaced.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The target without its query.
    public var path: String { String(target.prefix { $0 != "?" }) }
}
