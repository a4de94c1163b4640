// SPDX-License-Identifier: Apache-2.0

public import JSON

extension Dataset {
    /// A dataset as JSON: a list of records, or an object with `records`, and `name` and `description` if they are known.
    ///
    /// A record is an object with `input`, and optionally `id`, `expected_output`, `metadata` (an object) and `tags`
    /// (`key:value` texts); `input_data` means the same as `input`. Members of other names are an error.
    ///
    /// - Parameter name: what it is called if the JSON does not say.
    public init(json bytes: [UInt8], name: String) throws(ExperimentError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: bytes, limits: JSONLimits(maximumBytes: DatasetFile.maximumBytes))
        } catch {
            throw ExperimentError(.invalidDataset, "\(name) is no JSON, at byte \(error.offset): \(error.message)")
        }
        guard let list = json.arrayValue ?? json["records"]?.arrayValue else {
            throw ExperimentError(
                .invalidDataset,
                "\(name) is neither a list nor an object with a list of \"records\"."
            )
        }
        var records: [DatasetRecord] = []
        records.reserveCapacity(list.count)
        for (index, element) in list.enumerated() {
            records.append(try DatasetRecord(json: element, place: "\(name), record \(index + 1)"))
        }
        try self.init(
            name: json["name"]?.stringValue ?? name,
            description: json["description"]?.stringValue ?? "",
            records: records
        )
    }

    /// The dataset as ``init(json:name:)`` reads it.
    public var json: JSONValue {
        [
            "name": .string(name),
            "description": .string(description),
            "records": .array(records.map(\.json)),
        ]
    }
}

extension DatasetRecord {
    private static let members: Set = ["id", "input", "input_data", "expected_output", "metadata", "tags"]

    fileprivate init(json: JSONValue, place: String) throws(ExperimentError) {
        guard let object = json.objectValue, let input = object["input"] ?? object["input_data"] else {
            throw ExperimentError(.invalidDataset, "\(place) is no object with a member \"input\".")
        }
        if let unknown = object.keys.first(where: { !Self.members.contains($0) }) {
            throw ExperimentError(
                .invalidDataset,
                "\(place) has a member \"\(unknown.prefix(40))\": known are \(Self.members.sorted().joined(separator: ", "))."
            )
        }
        self.init(
            id: try Self.text(object["id"], "id", place),
            input: input,
            expectedOutput: object["expected_output"].present,
            metadata: try Self.metadata(object["metadata"], place),
            tags: try Self.tags(object["tags"], place)
        )
    }

    private static func text(_ value: JSONValue?, _ name: String, _ place: String) throws(ExperimentError) -> String? {
        guard let value, !value.isNull else { return nil }
        guard let text = value.stringValue ?? value.intValue.map({ "\($0)" }) else {
            throw ExperimentError(.invalidDataset, "\(place): \(name) is neither text nor a whole number.")
        }
        return text
    }

    static func metadata(_ value: JSONValue?, _ place: String) throws(ExperimentError) -> JSONObject? {
        guard let value, !value.isNull else { return nil }
        guard let object = value.objectValue else {
            throw ExperimentError(.invalidDataset, "\(place): metadata is no object.")
        }
        return object
    }

    static func tags(_ value: JSONValue?, _ place: String) throws(ExperimentError) -> [String] {
        guard let value, !value.isNull else { return [] }
        guard let elements = value.arrayValue, elements.allSatisfy({ $0.stringValue?.contains(":") == true }) else {
            throw ExperimentError(.invalidDataset, "\(place): tags is no list of texts such as \"region:eu\".")
        }
        return elements.compactMap(\.stringValue)
    }

    fileprivate var json: JSONValue {
        var json: JSONObject = ["id": .string(id), "input": input]
        json["expected_output"] = expectedOutput
        json["metadata"] = metadata.map { .object($0) }
        if !tags.isEmpty { json["tags"] = .array(tags.map { .string($0) }) }
        return .object(json)
    }
}
