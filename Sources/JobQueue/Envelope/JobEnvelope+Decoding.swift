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
        let members = try Self.members(of: bytes)
        let id = try Self.id(members[.id].value)
        do {
            try self.init(members, id: id, bytes: bytes)
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

    private init(_ members: EnvelopeMembers, id: String, bytes: [UInt8]) throws(EnvelopeError) {
        let version = try members[.version].integer(in: 0...1_000_000) ?? 1
        guard version <= Self.currentVersion else {
            throw EnvelopeError(.newerVersion, "envelope version \(version) is newer than this worker reads")
        }
        // All at once: of what is put together step by step, and may fail between, a copy is made at the end.
        self.init(
            id: id,
            type: try members[.type].string() ?? Self.defaultType,
            enqueuedAt: try members[.enqueuedAt].moment(),
            headers: try Self.headers(members[.headers]),
            payload: members[.payload].value ?? .null,
            options: try Self.options(members[.options]),
            user: try Self.user(members[.user]),
            tags: try members[.tags].strings(),
            run: try Self.run(members[.run]),
            original: members[.run].value == nil ? bytes : try Self.withoutRun(bytes)
        )
    }

    private static func members(of bytes: [UInt8]) throws(EnvelopeError) -> EnvelopeMembers {
        do throws(JSONError) {
            return try EnvelopeMembers(of: bytes)
        } catch {
            guard (try? JSONValue(parsing: bytes)) == nil else {
                throw EnvelopeError(.notAnObject, "the envelope must be one JSON object")
            }
            throw EnvelopeError(.notJSON, "the envelope is not JSON: \(error.message)")
        }
    }

    private static func id(_ value: JSONValue?) throws(EnvelopeError) -> String {
        guard let value else {
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
        return try? id(value)
    }

    private static func headers(_ member: EnvelopeMember) throws(EnvelopeError) -> [String: String] {
        let headers = try member.strings()
        let bytes = headers.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        guard bytes <= 8192 else {
            throw EnvelopeError(.badMember, "`headers` has \(bytes) bytes, more than the limit of 8192")
        }
        guard headers.keys.contains(where: \.mayHaveUpperCase) else { return headers }
        return Dictionary(headers.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { _, last in last })
    }

    private static func user(_ member: EnvelopeMember) throws(EnvelopeError) -> JobUser? {
        guard let object = try member.object() else { return nil }
        let reader = EnvelopeReader(object: object, path: "user.")
        guard let id = try reader["id"].string() else { return nil }
        return JobUser(id: id, role: try reader["role"].string())
    }

    private static func options(_ member: EnvelopeMember) throws(EnvelopeError) -> JobOptions {
        guard let object = try member.object() else { return JobOptions() }
        return try JobOptions(reading: object)
    }

    private static func run(_ member: EnvelopeMember) throws(EnvelopeError) -> JobRun {
        guard let object = try member.object() else { return JobRun() }
        return try JobRun(reading: object)
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
