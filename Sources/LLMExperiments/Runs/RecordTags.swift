// SPDX-License-Identifier: Apache-2.0

/// The tags of a record's span.
enum RecordTags {
    /// Says that a span was made later than its record ran.
    static let retold = "retold"

    /// Tags that say which experiment and record a span belongs to, and what it is: nobody else's to give.
    private static let reserved: Set = [
        "experiment_id", "experiment_name", "run_id", "run_iteration", "project_id", "project_name", "dataset_id",
        "dataset_name", "dataset_record_id", "dataset_record_canonical_id", "ml_app", "agent_service", "error",
        "error_type", retold,
    ]

    /// What the experiment says of the record.
    static func own(of record: DatasetRecord, among tags: [String: String]) -> [String: String] {
        var tags = tags.filter { !reserved.contains($0.key) }
        tags["dataset_record_id"] = record.id
        tags["dataset_record_canonical_id"] = record.canonicalID
        return tags
    }

    /// What the dataset says of the record.
    static func free(of record: DatasetRecord) -> [String: String] {
        var tags: [String: String] = [:]
        for line in record.tags {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if parts.count == 2, !reserved.contains(parts[0]) { tags[parts[0]] = parts[1] }
        }
        return tags
    }
}
