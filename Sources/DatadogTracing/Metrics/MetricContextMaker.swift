// SPDX-License-Identifier: Apache-2.0

/// Tags and container of a process, which stand on every line.
struct MetricContextMaker: Sendable {
    private let commonTags: [(key: [UInt8], tag: [UInt8])]
    private let ending: [UInt8]

    init(tags: [(String, String)], containerID: String?) {
        commonTags = tags.map { (MetricNaming.tagKey($0), MetricNaming.tag($0, $1)) }
        ending = containerID.map { Array("|c:".utf8) + MetricNaming.tagKey($0) } ?? []
    }

    /// Dimensions replace common tags of the same key; their order does not matter.
    func context(label: String, dimensions: [(String, String)]) -> MetricContext {
        let own = Self.tags(dimensions)
        var suffix: [UInt8] = []
        suffix.reserveCapacity(256)
        for common in commonTags where !own.contains(where: { Self.tag($0, hasKey: common.key) }) {
            Self.append(common.tag, to: &suffix)
        }
        for tag in own { Self.append(tag, to: &suffix) }
        return MetricContext(name: MetricNaming.name(label), suffix: suffix + ending)
    }

    private static func append(_ tag: [UInt8], to suffix: inout [UInt8]) {
        suffix += suffix.isEmpty ? "|#".utf8 : ",".utf8
        suffix += tag
    }

    private static func tag(_ tag: [UInt8], hasKey key: [UInt8]) -> Bool {
        tag.starts(with: key) && (tag.count == key.count || tag[key.count] == UInt8(ascii: ":"))
    }

    /// In order, each once.
    private static func tags(_ dimensions: [(String, String)]) -> [[UInt8]] {
        let tags = dimensions.map { MetricNaming.tag($0, $1) }.sorted { $0.lexicographicallyPrecedes($1) }
        return tags.indices.filter { $0 == 0 || tags[$0] != tags[$0 - 1] }.map { tags[$0] }
    }
}
