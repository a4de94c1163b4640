// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A little HTTP server in place of the agent; one thread for each connection. Prints its URL and serves until killed.
struct AgentStandIn {
    enum Mood: String {
        case taking
        /// Turns nine of ten requests away with 429.
        case overloaded
        /// Reads requests and never answers.
        case silent
    }

    private let mood: Mood
    private let listener: Int32
    private let port: UInt16

    init(mood: Mood) throws {
        self.mood = mood
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutableBytes(of: &name) { bytes in
            let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            guard bind(listener, pointer, length) == 0, listen(listener, 64) == 0 else { return Int32(-1) }
            return getsockname(listener, pointer, &length)
        }
        guard status == 0 else { throw Failure(code: errno) }
        self.listener = listener
        port = UInt16(bigEndian: name.sin_port)
    }

    struct Failure: Error {
        let code: Int32
    }

    func run() {
        print("http://127.0.0.1:\(port)")
        fflush(nil)
        signal(SIGPIPE, SIG_IGN)
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { continue }
            var thread = pthread_t()
            let context = UnsafeMutablePointer<(socket: Int32, mood: Mood)>.allocate(capacity: 1)
            context.initialize(to: (connection, mood))
            pthread_create(
                &thread,
                nil,
                { context in
                    guard let context else { return nil }
                    let (socket, mood) = context.assumingMemoryBound(to: (socket: Int32, mood: Mood).self).pointee
                    context.deallocate()
                    AgentStandIn.serve(socket, mood)
                    return nil
                },
                context
            )
            pthread_detach(thread)
        }
    }

    private static func serve(_ socket: Int32, _ mood: Mood) {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var served = 0
        defer { close(socket) }
        while let target = readRequest(socket, &buffer) {
            if mood == .silent { continue }
            served += 1
            let isTaken = mood == .taking || target.contains("/info") || served.isMultiple(of: 10)
            let head = "HTTP/1.1 \(isTaken ? "200 OK" : "429 Too Many Requests")\r\nContent-Length: 2\r\n\r\n{}"
            guard send(socket, head, head.utf8.count, 0) == head.utf8.count else { return }
        }
    }

    /// Reads one request to its end; its first line, or nil at the end of the connection.
    private static func readRequest(_ socket: Int32, _ buffer: inout [UInt8]) -> String? {
        var head: [UInt8] = []
        while head.firstRange(of: "\r\n\r\n".utf8) == nil {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0, head.count < 1 << 20 else { return nil }
            head += buffer[..<count]
        }
        guard let end = head.firstRange(of: "\r\n\r\n".utf8) else { return nil }
        let lines = String(decoding: head[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }.flatMap { line in
            Int(line.split(separator: ":")[1].drop { $0 == " " })
        }
        var missing = (length ?? 0) - (head.count - end.upperBound)
        while missing > 0 {
            let count = recv(socket, &buffer, min(buffer.count, missing), 0)
            guard count > 0 else { return nil }
            missing -= count
        }
        return lines.first.map(String.init)
    }
}
