// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Holds on to the span above until a span ends: who keeps an ended span must not keep all above it.
struct ParentHold: ~Copyable {
    // The one reference that this owns. A plain variable could not be emptied in deinit.
    private var held: Unmanaged<DatadogSpan>?

    /// Takes over a counted reference.
    @inline(__always)
    init(_ held: Unmanaged<DatadogSpan>? = nil) {
        self.held = held
    }

    deinit {
        if let held { Self.letGo(held) }
    }

    /// Spans that never ended hold those above. Letting them go link by link would overflow the stack.
    @inline(never)
    private static func letGo(_ held: Unmanaged<DatadogSpan>) {
        var above: DatadogSpan? = held.takeRetainedValue()
        while above != nil, isKnownUniquelyReferenced(&above) {
            above = above?.state.withLock { $0.parent.release() }
        }
    }

    var span: DatadogSpan? { held?.takeUnretainedValue() }

    /// Gives the span away.
    mutating func release() -> DatadogSpan? {
        defer { held = nil }
        return held?.takeRetainedValue()
    }
}
