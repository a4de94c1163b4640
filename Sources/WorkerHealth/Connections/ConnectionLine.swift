// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// The connections that stand, oldest first: beyond the limit, who comes takes the place of the oldest.
///
/// Were new ones made to wait instead, whoever opens connections and says nothing would keep an orchestrator's probe out,
/// which then ends a worker that works.
final class ConnectionLine: Sendable {
    private let limit: Int
    private let channels = Mutex<[any Channel]>([])

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes a connection in until it is closed.
    func enter(_ channel: any Channel) {
        let oldest = channels.withLock { channels -> (any Channel)? in
            channels.append(channel)
            return channels.count > limit ? channels.removeFirst() : nil
        }
        oldest?.close(promise: nil)
        channel.closeFuture.whenComplete { [self] _ in leave(channel) }
    }

    private func leave(_ channel: any Channel) {
        channels.withLock { channels in channels.removeAll { $0 === channel } }
    }
}
