// SPDX-License-Identifier: Apache-2.0

/// What a span is part of: the trace, and the first span of this process in it.
///
/// The first span holds on to the trace, and each span below it to the first span. So a span that starts counts one
/// reference, and none is counted when a span asks for its trace.
// Each reference here is good as long as this is: of the first span, this owns the one to the trace; of a span below, this
// owns the one to the first span, which owns the one to the trace. None of them ever changes.
struct SpanAncestry: ~Copyable, Sendable {
    private let heldTrace: Unmanaged<LocalTrace>
    /// The first span of this process in the trace; nil if it is this one.
    private let heldRoot: Unmanaged<DatadogSpan>?

    /// Of the first span here.
    init(_ trace: consuming LocalTrace) {
        heldTrace = .passRetained(trace)
        heldRoot = nil
    }

    /// Of a span below the first one, a counted reference to which it takes over.
    @inline(__always)
    init(below root: Unmanaged<DatadogSpan>) {
        heldTrace = root._withUnsafeGuaranteedRef { $0.ancestry.heldTrace }
        heldRoot = root
    }

    deinit {
        if let heldRoot { heldRoot.release() } else { heldTrace.release() }
    }

    var trace: LocalTrace { heldTrace.takeUnretainedValue() }
    var localRoot: DatadogSpan? { heldRoot?.takeUnretainedValue() }
    var isLocalRoot: Bool { heldRoot == nil }

    /// The first span, for another span below it: nil if that is this one, else one more counted reference.
    @inline(__always)
    var retainedRoot: Unmanaged<DatadogSpan>? { heldRoot?.retain() }

    /// Lends the trace without counting a reference to it.
    @inline(__always)
    func withTrace<Result>(_ body: (LocalTrace) throws -> Result) rethrows -> Result {
        try heldTrace._withUnsafeGuaranteedRef(body)
    }
}
