// SPDX-License-Identifier: Apache-2.0

import JSON

/// Something that goes to one of the intakes, many in one request.
protocol IntakeItem: Sendable {
    /// Where it goes.
    static var endpoint: IntakeEndpoint { get }
    /// Bytes in memory and on the wire, roughly; asked often, also while a lock is held, and so not worked out each time.
    var estimatedSize: Int { get }
    /// The item as an element of the request's array; nil if it is larger than an event may be.
    func encoded(maximumBytes: Int) -> [UInt8]?
    /// Called when the intake has taken it.
    func arrived()
}

extension IntakeItem {
    func arrived() {}
}

/// Where items of one kind go, and what goes around them.
struct IntakeEndpoint: Sendable {
    let name: String
    let path: String
    /// The host before the site's name, and how the agent's proxy is told it.
    let subdomain: String
    let prefix: String
    let suffix: String
}

extension SpanEvent: IntakeItem {
    static let endpoint = IntakeEndpoint(
        name: "spans",
        path: "/api/v2/llmobs",
        subdomain: "llmobs-intake",
        prefix: "[",
        suffix: "]"
    )

    func arrived() { origin.experiment?.onArrival(String(spanID)) }

    func encoded(maximumBytes: Int) -> [UInt8]? {
        let bytes = envelope.serialized()
        guard bytes.count >= maximumBytes else { return bytes }
        guard !isStripped else { return nil }
        var stripped = self
        stripped.strip()
        return stripped.encoded(maximumBytes: maximumBytes)
    }
}
