// SPDX-License-Identifier: Apache-2.0

import Glibc

/// One accepted connection: reads requests, performs answers. Used by its own thread only.
struct LoopbackConnection: Sendable {
    let socket: Int32
    let number: Int
    private var unread: [UInt8] = []

    init(socket: Int32, number: Int) {
        self.socket = socket
        self.number = number
    }

    /// The next request, or nil when the peer has closed or sent something that is no request.
    mutating func readRequest() -> RecordedHTTPRequest? {
        guard let head = readHead() else { return nil }
        var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        let start = lines.removeFirst().split(separator: " ").map(String.init)
        guard start.count == 3 else { return nil }
        let headers = lines.compactMap(Self.header)
        guard let length = Self.bodyLength(headers) else {
            _ = send(ScriptedHTTPResponse.head(status: 411, headers: [("Content-Length", "0")]))
            return nil
        }
        guard let body = read(length) else { return nil }
        return RecordedHTTPRequest(
            method: start[0],
            target: start[1],
            headers: headers,
            body: body,
            connection: number
        )
    }

    /// Whether the connection may be used for another request.
    func perform(_ steps: [ScriptedHTTPResponse.Step]) -> Bool {
        for step in steps {
            switch step {
            case .send(let bytes):
                guard send(bytes) else { return false }
            case .hang:
                waitForPeerToClose()
                return false
            case .delay(let duration):
                let (seconds, attoseconds) = duration.components
                var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
                nanosleep(&time, nil)
            case .close:
                return false
            case .closeHalf:
                shutdown(socket, Int32(SHUT_WR))
                waitForPeerToClose()
                return false
            }
        }
        return true
    }

    private static func header(_ line: String) -> (name: String, value: String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        return (String(line[..<colon]), String(value))
    }

    /// Nil for a chunked body.
    private static func bodyLength(_ headers: [(name: String, value: String)]) -> Int? {
        if headers.contains(where: { $0.name.lowercased() == "transfer-encoding" }) { return nil }
        return headers.first { $0.name.lowercased() == "content-length" }.map { Int($0.value) ?? 0 } ?? 0
    }

    private mutating func readHead() -> String? {
        let end: [UInt8] = [13, 10, 13, 10]
        var searched = 0
        while true {
            if let found = unread[searched...].firstRange(of: end) {
                let head = String(decoding: unread[..<found.lowerBound], as: UTF8.self)
                unread.removeSubrange(..<found.upperBound)
                return head
            }
            searched = max(0, unread.count - 3)
            guard receive(atMost: 65_536) else { return nil }
        }
    }

    private mutating func read(_ count: Int) -> [UInt8]? {
        unread.reserveCapacity(count)
        while unread.count < count {
            guard receive(atMost: 262_144) else { return nil }
        }
        let body = Array(unread[..<count])
        unread.removeSubrange(..<count)
        return body
    }

    private mutating func receive(atMost count: Int) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { buffer in
            let received = recv(socket, buffer.baseAddress, count, 0)
            guard received > 0 else { return false }
            unread.append(contentsOf: buffer[..<received])
            return true
        }
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let sent = Glibc.send(socket, part.baseAddress, part.count, Int32(MSG_NOSIGNAL))
                guard sent > 0 else { return false }
                rest = rest.dropFirst(sent)
            }
            return true
        }
    }

    private func waitForPeerToClose() {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
            while recv(socket, buffer.baseAddress, buffer.count, 0) > 0 {}
        }
    }
}
