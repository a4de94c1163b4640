// SPDX-License-Identifier: Apache-2.0

import JSON

extension JobEnvelope {
    /// Reads an envelope.
    ///
    /// - Parameters:
    ///   - bytes: One UTF-8 JSON object.
    ///   - maximumBytes: The size limit; 1 MiB unless the operator set another.
    /// - Throws: ``EnvelopeError`` that names the member at fault.
    public init(decoding bytes: [UInt8], maximumBytes: Int = 1 << 20) throws(EnvelopeError) {
        guard bytes.count <= maximumBytes + JobRun.maximumBytes else {
            throw .tooLarge(bytes.count, limit: maximumBytes, jobID: Self.idWithoutTheRest(of: bytes))
        }
        let object = try Self.object(in: bytes)
        let id = try Self.id(in: object)
        do {
            try self.init(object: object, id: id, bytes: bytes)
        } catch {
            throw error.with(jobID: id)
        }
    }

    /// What a worker makes of a delivery, all of which may be sealed.
    init(of delivery: Delivery, _ configuration: WorkerConfiguration, now: Moment) throws(EnvelopeError) {
        let maximumBytes = configuration.maximumEnvelopeBytes
        if let count = delivery.withheldBytes { throw .tooLarge(count, limit: maximumBytes, jobID: nil) }
        guard SealedForm.isSealed(envelope: delivery.bytes) else {
            try self.init(decoding: delivery.bytes, maximumBytes: maximumBytes)
            return
        }
        let sealed = SealedEnvelope(delivery.bytes)
        let opened: [UInt8]
        do throws(SealError) {
            opened = try sealed.opened(with: configuration.seal)
        } catch {
            let isMissing = error.code == .keyMissing
            throw EnvelopeError(
                isMissing ? .keyMissing : .sealBroken,
                "the envelope cannot be opened: \(error.message)",
                jobID: sealed.jobID,
                isForLater: isMissing && sealed.waited(until: now) < configuration.longestWait
            )
        }
        try self.init(decoding: opened, maximumBytes: maximumBytes)
    }

    private init(object: JSONObject, id: String, bytes: [UInt8]) throws(EnvelopeError) {
        let reader = EnvelopeReader(object: object, path: "")
        let version = try reader.integer("version", in: 0...1_000_000) ?? 1
        guard version <= Self.currentVersion else {
            throw EnvelopeError(.newerVersion, "envelope version \(version) is newer than this worker reads")
        }
        self.id = id
        type = try reader.string("type") ?? Self.defaultType
        enqueuedAt = try reader.moment("enqueued_at")
        headers = try Self.headers(reader)
        payload = object["payload"] ?? .null
        options =
            try reader.object("options").map { object throws(EnvelopeError) in try JobOptions(reading: object) }
            ?? JobOptions()
        user = try Self.user(reader)
        tags = try reader.strings("tags")
        run = try reader.object("run").map { object throws(EnvelopeError) in try JobRun(reading: object) } ?? JobRun()
        original = object["run"] == nil ? bytes : try Self.withoutRun(bytes)
    }

    private static func object(in bytes: [UInt8]) throws(EnvelopeError) -> JSONObject {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw EnvelopeError(.notJSON, "the envelope is not JSON: \(error.message)")
        }
        guard let object = value.objectValue else {
            throw EnvelopeError(.notAnObject, "the envelope must be one JSON object")
        }
        return object
    }

    private static func id(in object: JSONObject) throws(EnvelopeError) -> String {
        guard let value = object["id"] else {
            throw EnvelopeError(.badID, "the envelope has no `id`; give each job a unique one, such as a UUIDv7")
        }
        guard let id = value.stringValue, !id.isEmpty, id.utf8.count <= 128 || id.unicodeScalars.count <= 128 else {
            throw EnvelopeError(.badID, "`id` must be a string of 1 to 128 characters")
        }
        return id
    }

    /// Who sent too much shall at least be told about which job; nothing but the id is built in memory for that.
    private static func idWithoutTheRest(of bytes: [UInt8]) -> String? {
        guard let members = try? JSONScanner.topLevelMembers(of: bytes),
            let member = members.last(where: { $0.key == "id" }),
            let value = try? JSONValue(parsing: Array(bytes[member.valueRange]))
        else { return nil }
        return try? id(in: ["id": value])
    }

    private static func headers(_ reader: EnvelopeReader) throws(EnvelopeError) -> [String: String] {
        let headers = try reader.strings("headers")
        let bytes = headers.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        guard bytes <= 8192 else {
            throw EnvelopeError(.badMember, "`headers` has \(bytes) bytes, more than the limit of 8192")
        }
        guard headers.keys.contains(where: \.mayHaveUpperCase) else { return headers }
        return Dictionary(headers.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { _, last in last })
    }

    private static func user(_ reader: EnvelopeReader) throws(EnvelopeError) -> JobUser? {
        guard let object = try reader.object("user") else { return nil }
        let member = EnvelopeReader(object: object, path: "user.")
        guard let id = try member.string("id") else { return nil }
        return JobUser(id: id, role: try member.string("role"))
    }

    private static func withoutRun(_ bytes: [UInt8]) throws(EnvelopeError) -> [UInt8] {
        do {
            return try EnvelopeBytes(removingRunFrom: bytes, limits: .standard).original
        } catch {
            throw EnvelopeError(.notJSON, "the envelope is not JSON: \(error.message)")
        }
    }
}

extension String {
    /// False for plain ASCII in lower case, as nearly all header names are.
    fileprivate var mayHaveUpperCase: Bool {
        utf8.contains { $0 >= 0x80 || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }
}
