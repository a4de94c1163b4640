// SPDX-License-Identifier: Apache-2.0

/// A health metric's name behind `datadog.tracer.`, and its tag.
struct HealthMetric: Hashable {
    let name: String
    var tag = ""
    var value = ""

    var tags: [(String, String)] { tag.isEmpty ? [] : [(tag, value)] }
}

extension TracingStatistics.Snapshot {
    /// The counts under the names of Datadog's other tracers; what only this one knows is under `dropped.*`.
    var healthMetrics: [HealthMetric: Int] {
        var metrics = [
            HealthMetric(name: "writer.accepted.traces"): acceptedChunks + droppedChunks[.queueFull, default: 0],
            HealthMetric(name: "buffer.accepted.traces"): acceptedChunks,
            HealthMetric(name: "buffer.accepted.spans"): acceptedSpans,
            HealthMetric(name: "http.requests"): requests,
            HealthMetric(name: "http.sent.traces"): sentChunks,
            HealthMetric(name: "http.sent.bytes"): sentBytes,
            HealthMetric(name: "stats.collapsed_spans", tag: "collapsed_spans", value: "whole_key"): statsOverflowSpans,
            HealthMetric(name: "dropped.stats_buckets"): droppedStatsBuckets,
        ]
        for (failure, count) in requestFailures {
            let type = Int(failure) == nil ? "err" : failure
            metrics[HealthMetric(name: "http.errors", tag: "type", value: type), default: 0] += count
        }
        for (reason, count) in droppedChunks { metrics[Self.metric(reason, "traces"), default: 0] += count }
        for (reason, count) in droppedBytes { metrics[Self.metric(reason, "bytes"), default: 0] += count }
        return metrics
    }

    private static func metric(_ reason: TraceDropReason, _ unit: String) -> HealthMetric {
        switch reason {
        case .queueFull: HealthMetric(name: "buffer.dropped.\(unit)", tag: "reason", value: "full")
        case .payloadTooLarge: HealthMetric(name: "buffer.dropped.\(unit)", tag: "reason", value: "t_too_big")
        case .sendFailed, .rejected: HealthMetric(name: "http.dropped.\(unit)")
        default: HealthMetric(name: "dropped.\(unit)", tag: "reason", value: reason.rawValue)
        }
    }
}
