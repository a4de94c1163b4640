// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON

extension ExperimentPlatform {
    /// Bytes of changes that one push may have.
    static let maximumPushBytes = 5 << 20

    /// The configured project, made if need be.
    public func project() async throws(ExperimentError) -> PlatformProject {
        let body: JSONValue = [
            "type": "projects", "attributes": ["name": .string(configuration.projectName), "description": ""],
        ]
        let answer = try await send(.post, "/api/unstable/llm-obs/v1/projects", body, "the project")
        return PlatformProject(id: try answer["data"].pathID("the project"), name: configuration.projectName)
    }

    /// Makes a dataset on the platform and pushes its records.
    ///
    /// What is in the records leaves this machine, whether or not contents of spans are captured.
    public func create(_ dataset: inout Dataset) async throws(ExperimentError) {
        let project = try await project()
        let body: JSONValue = [
            "type": "datasets",
            "attributes": ["name": .string(dataset.name), "description": .string(dataset.description)],
        ]
        let path = "/api/unstable/llm-obs/v1/\(project.id)/datasets"
        let answer = try await send(.post, path, body, "the dataset \(dataset.name)")
        let version = answer["data"]?["attributes"]?["current_version"]?.intValue ?? 0
        dataset.remote = RemoteDataset(
            id: try answer["data"].pathID("the dataset"),
            project: project,
            version: version,
            latestVersion: version
        )
        try await push(&dataset)
    }

    /// Makes the platform's dataset of this name hold these records, too: creates it, or pushes what is new or differs,
    /// which makes a new version.
    ///
    /// - Parameter removesOthers: whether records that only the platform has are taken out of the new version. Someone
    ///   else may have made them.
    /// - Returns: how many records only the platform has, afterwards.
    @discardableResult
    public func synchronize(
        _ dataset: inout Dataset,
        removesOthers: Bool = false
    ) async throws(ExperimentError) -> Int {
        let known: Dataset
        do {
            known = try await self.dataset(named: dataset.name)
        } catch {
            guard error.code == .notFound else { throw error }
            try await create(&dataset)
            return 0
        }
        dataset.adopt(known, removesOthers: removesOthers)
        try await push(&dataset)
        return removesOthers ? 0 : Set(known.records.map(\.id)).subtracting(dataset.records.map(\.id)).count
    }

    /// Sends what was changed since the dataset was created, pulled or pushed, which makes a new version of it.
    ///
    /// - Parameter deduplicates: whether the platform leaves records out that it has already.
    public func push(_ dataset: inout Dataset, deduplicates: Bool = true) async throws(ExperimentError) {
        guard var remote = dataset.remote else {
            throw ExperimentError(.invalidDataset, "The dataset \(dataset.name) is only here: create it first.")
        }
        guard !dataset.changes.isEmpty else { return }
        let body: JSONValue = [
            "type": "datasets", "id": .string(remote.id),
            "attributes": .object(dataset.changes.attributes(dataset.insertedRecords, deduplicates: deduplicates)),
        ]
        guard body.serialized().count <= Self.maximumPushBytes else {
            throw ExperimentError(
                .invalidDataset,
                "The changes of \(dataset.name) are more than \(Self.maximumPushBytes >> 20) MiB: append and push in parts."
            )
        }
        let path = "/api/v2/llm-obs/v1/\(remote.project.id)/datasets/\(remote.id)/batch_update"
        let answer = try await send(.post, path, body, "the records of \(dataset.name)")
        let records = answer["data"]?.arrayValue ?? []
        if let version = records.first?["attributes"]?["version"]?.intValue { remote.latestVersion = version }
        remote.version = remote.latestVersion
        var canonicalIDs: [String: String] = [:]
        for record in records {
            guard let id = record["id"]?.stringValue else { continue }
            canonicalIDs[id] = record["attributes"]?["canonical_id"]?.stringValue
        }
        dataset.wasPushed(remote, canonicalIDs: canonicalIDs)
    }

    /// The dataset of this name, of the newest or an earlier version.
    ///
    /// - Parameter tags: only records with one of these `key:value` tags.
    public func dataset(
        named name: String,
        version: Int? = nil,
        tags: [String] = []
    ) async throws(ExperimentError) -> Dataset {
        let project = try await project()
        let base = "/api/v2/llm-obs/v1/\(project.id)/datasets"
        let answer = try await send(
            .get,
            "\(base)?filter[name]=\(name.percentEncoded(keeping: "/"))",
            nil,
            "the dataset \(name)"
        )
        guard let found = answer["data"]?[0] else {
            throw ExperimentError(.notFound, "The project \(project.name) has no dataset \(name).")
        }
        let id = try found.pathID("the dataset")
        let latest = found["attributes"]?["current_version"]?.intValue ?? 0
        return Dataset(
            name: name,
            description: found["attributes"]?["description"]?.stringValue ?? "",
            records: try await records("\(base)/\(id)/records", version: version, tags: tags, of: name),
            remote: RemoteDataset(id: id, project: project, version: version ?? latest, latestVersion: latest)
        )
    }

    /// Page by page.
    private func records(
        _ path: String,
        version: Int?,
        tags: [String],
        of name: String
    ) async throws(ExperimentError) -> [DatasetRecord] {
        var records: [DatasetRecord] = []
        var cursors: Set<String> = []
        var first = version.map { "filter[version]=\($0)" } ?? ""
        while true {
            let filters = tags.map { "&filter[tags]=\($0.percentEncoded(keeping: "/"))" }.joined()
            let answer = try await send(.get, "\(path)?\(first)\(filters)", nil, "the records of \(name)")
            for element in answer["data"]?.arrayValue ?? [] { records.append(try DatasetRecord(platform: element)) }
            guard let cursor = answer["meta"]?["after"]?.stringValue, !cursor.isEmpty else { return records }
            guard cursors.insert(cursor).inserted, records.count <= Dataset.maximumRecords else {
                throw ExperimentError(.platform, "The records of \(name) do not come to an end.")
            }
            first = "page[cursor]=\(cursor.percentEncoded(keeping: "/"))"
        }
    }

    /// Takes a dataset away; the platform can bring it back.
    public func delete(_ dataset: RemoteDataset) async throws(ExperimentError) {
        let body: JSONValue = [
            "type": "datasets", "attributes": ["type": "soft", "dataset_ids": [.string(dataset.id)]],
        ]
        _ = try await send(.post, "/api/unstable/llm-obs/v1/datasets/delete", body, "the deletion of a dataset")
    }
}

extension DatasetRecord {
    fileprivate init(platform json: JSONValue) throws(ExperimentError) {
        let attributes = json["attributes"]
        self.init(
            id: try json.id("a record"),
            input: attributes?["input"] ?? .null,
            expectedOutput: (attributes?["expected_output"]).present,
            metadata: attributes?["metadata"]?.objectValue,
            tags: attributes?["tags"]?.arrayValue?.compactMap(\.stringValue) ?? []
        )
        canonicalID = attributes?["canonical_id"]?.stringValue
    }
}

extension DatasetChanges {
    fileprivate func attributes(_ inserted: [DatasetRecord], deduplicates: Bool) -> JSONObject {
        [
            "insert_records": .array(inserted.map(\.insertion)),
            "update_records": .array(updated.sorted { $0.key < $1.key }.map { $0.value.json(id: $0.key) }),
            "delete_records": .array(removed.sorted().map { .string($0) }),
            "deduplicate": .bool(deduplicates),
            "create_new_version": true,
        ]
    }
}

extension DatasetRecord {
    fileprivate var insertion: JSONValue {
        var json: JSONObject = [
            "id": .string(id), "input": input, "expected_output": expectedOutput ?? .null,
            "metadata": metadata.map { .object($0) } ?? .null,
        ]
        if !tags.isEmpty { json["tags"] = .array(tags.map { .string($0) }) }
        return .object(json)
    }
}

extension DatasetChanges.Update {
    /// To the platform null means that a field stays; what is taken out is empty.
    fileprivate func json(id: String) -> JSONValue {
        [
            "id": .string(id), "input": input ?? .null,
            "expected_output": expectedOutput.map { $0.isNull ? "" : $0 } ?? .null,
            "metadata": metadata.map { .object($0) } ?? .null,
        ]
    }
}
