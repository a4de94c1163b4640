// SPDX-License-Identifier: Apache-2.0

/// What ``LoopbackHTTPServer`` does in answer to one request: a list of steps, with short forms for the usual ones.
public struct ScriptedHTTPResponse: Sendable {
    /// One act on the connection.
    public enum Step: Sendable {
        /// Send these bytes as they are, HTTP or not.
        case send([UInt8])
        /// Say nothing until the peer closes or the server stops: the way to test timeouts without waiting.
        case hang
        /// Say nothing for so long.
        case delay(Duration)
        /// Close the connection.
        case close
        /// Close our direction of the connection, and say nothing until the peer closes its own.
        case closeHalf
    }

    /// The steps, in order. The connection stays open for a next request unless one of them closes it.
    public var steps: [Step]

    /// A response made of any steps.
    public init(steps: [Step]) {
        self.steps = steps
    }

    /// A complete response.
    ///
    /// - Parameters:
    ///   - status: Any three-digit number.
    ///   - headers: Sent in order as given; `Content-Length` is added.
    ///   - body: Sent whole.
    ///   - declaredLength: The `Content-Length` to claim instead of the true one.
    public init(
        status: Int = 200,
        headers: [(String, String)] = [],
        body: [UInt8] = [],
        declaredLength: Int? = nil
    ) {
        let head = Self.head(status: status, headers: headers + [("Content-Length", "\(declaredLength ?? body.count)")])
        steps = [.send(head + body)]
    }

    /// A complete response with a text body.
    public init(status: Int = 200, headers: [(String, String)] = [], text: String) {
        self.init(status: status, headers: headers, body: Array(text.utf8))
    }

    /// No answer until the peer gives up.
    public static let hang = Self(steps: [.hang])

    /// The connection is closed without an answer.
    public static let close = Self(steps: [.close])

    /// Our direction of the connection is closed without an answer; the other one stays open.
    public static let halfClosed = Self(steps: [.closeHalf])

    /// Bytes that need not be HTTP, then the connection is closed.
    public static func raw(_ text: String) -> Self {
        Self(steps: [.send(Array(text.utf8)), .close])
    }

    /// A redirect.
    public static func redirect(to location: String, status: Int = 302) -> Self {
        Self(status: status, headers: [("Location", location)])
    }

    /// A response whose body stops half way: `declaredLength` is promised, `body` is sent, then `next` is done.
    public static func partial(body: [UInt8], declaredLength: Int, then next: Step = .close) -> Self {
        var response = Self(body: body, declaredLength: declaredLength)
        response.steps.append(next)
        return response
    }

    /// The same, with a wait before its first byte.
    public func delayed(by duration: Duration) -> Self {
        Self(steps: [.delay(duration)] + steps)
    }

    /// The bytes of a status line and headers, with the empty line that ends them.
    public static func head(status: Int, headers: [(String, String)]) -> [UInt8] {
        let lines = ["HTTP/1.1 \(status) Scripted"] + headers.map { "\($0.0): \($0.1)" }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}
