// SPDX-License-Identifier: Apache-2.0

/// Joins lines to datagrams and sends each as soon as it is full.
struct DatagramWriter: ~Copyable {
    private var sender: DatagramSender
    private var bytes: [UInt8] = []
    private var lines = 0
    private let maximumBytes: Int
    private let statistics: DogStatsDStatistics

    init(_ configuration: DogStatsDConfiguration, statistics: DogStatsDStatistics) {
        self.sender = DatagramSender(configuration, statistics: statistics)
        self.maximumBytes = configuration.address.maximumDatagramBytes
        self.statistics = statistics
    }

    /// Writes one line: `name:value|type|#tags|c:container`.
    mutating func write(_ context: MetricContext, _ value: String, type: String, rate: String = "") {
        append(context.name + [UInt8(ascii: ":")] + value.utf8 + "|\(type)\(rate)".utf8 + context.suffix)
    }

    /// Writes the values of a distribution, as many on one line as a datagram holds.
    ///
    /// Several values on a line are part of version 1.1 of the protocol, which agents read since 6.25 and 7.25 (2021).
    mutating func write(_ context: MetricContext, distribution values: [Double], rate: Double) {
        let rateText = rate < 1 ? "|@\(rate)" : ""
        let room = maximumBytes - context.name.count - context.suffix.count - rateText.utf8.count - 4
        var packed = ""
        for text in values.lazy.map(\.metricText) {
            if !packed.isEmpty, packed.utf8.count + 1 + text.utf8.count > room {
                write(context, packed, type: "d", rate: rateText)
                packed = ""
            }
            packed += packed.isEmpty ? text : ":" + text
        }
        if !packed.isEmpty { write(context, packed, type: "d", rate: rateText) }
    }

    /// Sends what is left.
    mutating func finish() {
        sendDatagram()
        sender.endFlush()
    }

    /// A line too long for a full datagram's share goes alone, up to what the agent reads.
    private mutating func append(_ line: [UInt8]) {
        guard line.count < DogStatsDAddress.agentBufferBytes else { return statistics.dropped(.tooLong, lines: 1) }
        if bytes.count + line.count + 1 > maximumBytes { sendDatagram() }
        bytes += line
        bytes.append(UInt8(ascii: "\n"))
        lines += 1
    }

    private mutating func sendDatagram() {
        guard lines > 0 else { return }
        sender.send(bytes, lines: lines)
        bytes.removeAll(keepingCapacity: true)
        lines = 0
    }
}
