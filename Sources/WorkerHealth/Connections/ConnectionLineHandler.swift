// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Puts a new connection into the line; what is sent on it passes by.
final class ConnectionLineHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Never

    private let line: ConnectionLine

    init(_ line: ConnectionLine) {
        self.line = line
    }

    func handlerAdded(context: ChannelHandlerContext) {
        line.enter(context.channel)
    }
}
