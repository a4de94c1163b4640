// SPDX-License-Identifier: Apache-2.0

/// What tells one metric from another, as the bytes of its lines: the name in front, tags and container behind.
struct MetricContext: Hashable, Sendable {
    let name: [UInt8]
    /// `|#key:value,…|c:…`, either part only if there is something to say.
    let suffix: [UInt8]
}

/// Tags and container of a process, which stand on every line.
struct MetricContextMaker: Sendable {
    private let commonTags: [(key: String, tag: String)]
    private let ending: String

    init(tags: [(String, String)], containerID: String?) {
        commonTags = tags.map { (MetricNaming.tagKey($0), MetricNaming.tag($0, $1)) }
        ending = containerID.map { "|c:\(MetricNaming.tagKey($0))" } ?? ""
    }

    /// Dimensions replace common tags of the same key; their order does not matter.
    func context(label: String, dimensions: [(String, String)]) -> MetricContext {
        let tags = tags(dimensions).joined(separator: ",")
        let suffix = tags.isEmpty ? ending : "|#" + tags + ending
        return MetricContext(name: Array(MetricNaming.name(label).utf8), suffix: Array(suffix.utf8))
    }

    private func tags(_ dimensions: [(String, String)]) -> [String] {
        guard !dimensions.isEmpty else { return commonTags.map(\.tag) }
        let keys = Set(dimensions.map { MetricNaming.tagKey($0.0) })
        let common = commonTags.filter { !keys.contains($0.key) }.map(\.tag)
        return common + Set(dimensions.map { MetricNaming.tag($0, $1) }).sorted()
    }
}
