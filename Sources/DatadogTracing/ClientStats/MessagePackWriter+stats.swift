// SPDX-License-Identifier: Apache-2.0

extension MessagePackWriter {
    /// The body of `/v0.6/stats`, with the fields in the order of ddtrace; some are for the agent to fill.
    static func payload(_ stats: StatsPayload) -> [UInt8] {
        var writer = MessagePackWriter()
        writer.append(mapOf: 16)
        writer.append("Hostname", stats.hostName)
        writer.append("Env", stats.env)
        writer.append("Version", stats.version)
        writer.append(string: "Stats")
        writer.append(arrayOf: stats.buckets.count)
        for bucket in stats.buckets { writer.append(bucket) }
        writer.append("Lang", "")
        writer.append("TracerVersion", "")
        writer.append("RuntimeID", stats.runtimeID)
        writer.append("Sequence", integer: Int64(stats.sequence))
        writer.append("AgentAggregation", "")
        writer.append("Service", stats.service)
        writer.append("ContainerID", "")
        writer.append("Tags", [])
        writer.append("GitCommitSha", "")
        writer.append("ImageTag", "")
        writer.append("ProcessTagsHash", integer: 0)
        writer.append("ProcessTags", "")
        return writer.bytes
    }

    private mutating func append(_ bucket: StatsBucket) {
        append(mapOf: 4)
        append("Start", integer: bucket.start)
        append("Duration", integer: StatsConcentrator.bucketLength)
        append(string: "Stats")
        append(arrayOf: bucket.entries.count)
        for (key, stats) in bucket.entries { append(key, stats) }
        append("AgentTimeShift", integer: 0)
    }

    private mutating func append(_ key: SpanStatsKey, _ stats: SpanStats) {
        append(mapOf: 22)
        append("Service", key.service)
        append("Name", key.name)
        append("Resource", key.resource)
        append("HTTPStatusCode", integer: Int64(key.httpStatus))
        append("Type", key.type)
        append("DBType", "")
        append("Hits", integer: Int64(stats.hits))
        append("Errors", integer: Int64(stats.errors))
        append("Duration", integer: stats.duration)
        append("OkSummary", bytes: stats.succeeded.encoded)
        append("ErrorSummary", bytes: stats.failed.encoded)
        append(string: "Synthetics")
        append(bool: key.isSynthetic)
        append("TopLevelHits", integer: Int64(stats.topLevelHits))
        append("SpanKind", key.kind)
        append("PeerTags", key.peerTags)
        // Three values: not said, yes, no.
        append("IsTraceRoot", integer: key.isTraceRoot.map { $0 ? 1 : 2 } ?? 0)
        append("GRPCStatusCode", key.grpcStatus)
        append("HTTPMethod", key.httpMethod)
        append("HTTPEndpoint", key.httpEndpoint)
        append("srv_src", key.serviceSource)
        append("SpanDerivedPrimaryTags", [])
        append("AdditionalMetricTags", [])
    }

    private mutating func append(_ key: String, _ texts: [String]) {
        append(string: key)
        append(arrayOf: texts.count)
        for text in texts { append(string: text) }
    }

    private mutating func append(_ key: String, _ text: String) {
        append(string: key)
        append(string: text)
    }

    private mutating func append(_ key: String, integer value: Int64) {
        append(string: key)
        append(integer: value)
    }

    private mutating func append(_ key: String, bytes: [UInt8]) {
        append(string: key)
        append(binary: bytes)
    }
}
