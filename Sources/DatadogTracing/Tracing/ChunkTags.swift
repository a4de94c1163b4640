// SPDX-License-Identifier: Apache-2.0

/// What the first span of each chunk says about the process.
enum ChunkTags {
    static func all(_ configuration: DatadogTracingConfiguration) -> [SpanTag] {
        var tags = [SpanTag(key: "language", value: .text("swift"))]
        if let url = configuration.sourceRepositoryURL {
            tags.append(SpanTag(key: "_dd.git.repository_url", value: SpanTag.Value(url)))
        }
        if let commit = configuration.sourceCommit {
            tags.append(SpanTag(key: "_dd.git.commit.sha", value: SpanTag.Value(commit)))
        }
        if configuration.sendsProcessTags {
            let text = ProcessTags(configuration).text
            tags.append(SpanTag(key: "_dd.tags.process", value: SpanTag.Value(text)))
        }
        return tags
    }
}
