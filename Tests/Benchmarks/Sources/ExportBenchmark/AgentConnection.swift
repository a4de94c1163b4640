// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One accepted connection, used by one thread.
struct AgentConnection: ~Copyable {
    struct Request {
        let target: String
        let body: [UInt8]
    }

    private let socket: Int32
    private var unread: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)

    init(socket: Int32) {
        self.socket = socket
    }

    deinit {
        close(socket)
    }

    /// Reads one request to its end; nil at the end of the connection.
    mutating func next() -> Request? {
        while true {
            if let end = unread.firstRange(of: "\r\n\r\n".utf8) { return request(end) }
            guard unread.count < 1 << 20, receive() else { return nil }
        }
    }

    private mutating func request(_ end: Range<Int>) -> Request? {
        let lines = String(decoding: unread[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }.flatMap { line in
            Int(line.split(separator: ":")[1].drop { $0 == " " })
        }
        unread.removeSubrange(..<end.upperBound)
        let bytes = length ?? 0
        while unread.count < bytes {
            guard receive() else { return nil }
        }
        defer { unread.removeSubrange(..<bytes) }
        return Request(target: lines.first.map(String.init) ?? "", body: Array(unread[..<bytes]))
    }

    private mutating func receive() -> Bool {
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        unread += buffer[..<count]
        return true
    }

    /// Whether the other side has hung up.
    var isEnded: Bool {
        var byte: UInt8 = 0
        return recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 0
    }

    /// Answers with an empty object; whether that went out.
    func answer(_ status: Int) -> Bool {
        let text = "HTTP/1.1 \(status) Stand-in\r\nContent-Length: 2\r\n\r\n{}"
        return send(socket, text, text.utf8.count, 0) == text.utf8.count
    }

    /// Closes our direction only.
    func endSending() {
        shutdown(socket, Int32(SHUT_WR))
    }
}
