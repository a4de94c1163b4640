// SPDX-License-Identifier: Apache-2.0

/// Sends datagrams from one thread, counts what is lost, and after a failure waits longer and longer to try again.
struct DatagramSender: ~Copyable {
    private let address: DogStatsDAddress
    private let statistics: DogStatsDStatistics
    private var socket: DatagramSocket?
    private var nextTry = ContinuousClock.now
    private let firstDelay: Duration
    private var delay: Duration
    private var patience = DatagramSender.patiencePerFlush

    private static let longestDelay = Duration.seconds(15)
    /// How long the datagrams of one flush may wait, all in all, for a slow reader.
    private static let patiencePerFlush = Duration.milliseconds(200)

    init(_ configuration: DogStatsDConfiguration, statistics: DogStatsDStatistics) {
        self.address = configuration.address
        self.firstDelay = configuration.reconnectDelay
        self.delay = configuration.reconnectDelay
        self.statistics = statistics
    }

    mutating func send(_ bytes: [UInt8], lines: Int) {
        openIfDue()
        guard socket != nil else { return statistics.dropped(.unreachable, lines: lines) }
        switch socket?.send(bytes, patience: &patience) {
        case .sent:
            delay = firstDelay
            statistics.sent(lines: lines, bytes: bytes.count)
        case .congested: statistics.dropped(.congested, lines: lines)
        case .tooLong: statistics.dropped(.tooLong, lines: lines)
        case .failed, nil:
            statistics.dropped(.unreachable, lines: lines)
            backOff()
        }
    }

    /// The next flush may wait again.
    mutating func endFlush() {
        patience = Self.patiencePerFlush
    }

    private mutating func openIfDue() {
        guard socket == nil, ContinuousClock.now >= nextTry else { return }
        socket = DatagramSocket(connectedTo: address)
        if socket == nil { backOff() }
    }

    private mutating func backOff() {
        socket = nil
        nextTry = .now + delay
        delay = min(delay * 2, Self.longestDelay)
    }
}
