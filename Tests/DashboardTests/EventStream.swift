// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import Synchronization

/// What a stream has told so far; ends it once it is told enough.
final class EventStream: HTTPBodySink {
    private let text = Mutex("")
    private let endings: [String]
    private let onStart: @Sendable () -> Void

    /// - Parameter endings: What ends the stream, each of them.
    init(until endings: String..., onStart: @escaping @Sendable () -> Void = {}) {
        self.endings = endings
        self.onStart = onStart
    }

    /// Whether it told what was awaited.
    var hasTold: Bool { endings.contains(where: hasTold) }

    /// Whether it told this.
    func hasTold(_ what: String) -> Bool { text.withLock { $0.contains(what) } }

    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let isFirst = text.withLock { text in
            defer { text += String(decoding: bytes, as: UTF8.self) }
            return text.isEmpty
        }
        if isFirst { onStart() }
        return !hasTold
    }
}

extension Browser {
    /// Listens to a stream until it has told what is awaited, or ends; false if it was refused.
    func listen(to stream: EventStream, at path: String = "/events") async throws -> Bool {
        var request = HTTPTransportRequest(url: address + path, headers: headers)
        request.headers[.cookie] = cookie
        request.sink = stream
        do {
            return try await transport.send(request).status == .ok
        } catch {
            guard error.code == .stopped else { throw error }
            return true
        }
    }
}
