// SPDX-License-Identifier: Apache-2.0

public import JSON

/// One example: what goes into a task, and what should come out.
public struct DatasetRecord: Sendable, Hashable {
    /// Stable over runs: results are matched by it. At most 200 bytes.
    public let id: String
    /// The id that the platform gave the record over all its versions; nil for records that it does not know.
    public var canonicalID: String?
    /// What goes into the task.
    public var input: JSONValue
    /// What should come out; nil if nobody knows.
    public var expectedOutput: JSONValue?
    /// What else is known, such as the source; nil if nothing was said.
    public var metadata: JSONObject?
    /// `key:value` lines, by which records are filtered.
    public var tags: [String]

    /// A record.
    ///
    /// - Parameter id: a fingerprint of input and expected output if nil: the same content has the same id in each run.
    public init(
        id: String? = nil,
        input: JSONValue,
        expectedOutput: JSONValue? = nil,
        metadata: JSONObject? = nil,
        tags: [String] = []
    ) {
        self.id = id ?? Fingerprint.of([input, expectedOutput ?? .null])
        self.input = input
        self.expectedOutput = expectedOutput
        self.metadata = metadata
        self.tags = tags
    }
}
