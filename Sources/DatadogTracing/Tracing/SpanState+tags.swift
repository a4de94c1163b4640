// SPDX-License-Identifier: Apache-2.0

import Tracing

extension SpanState {
    /// Sets an ordinary text; false if it is yet to be set with ``set(_:_:_:)``, for want of room.
    @inline(__always)
    mutating func set(_ key: String, text: String) -> Bool {
        guard !isEnded else { return true }
        if attributes != nil {
            set(attribute: key, .string(text))
            return true
        }
        version &+= 1
        return tags.set(key, text: text, limit: Self.maximumTags)
    }

    /// Sets an ordinary number; false if it is yet to be set with ``set(_:_:_:)``, for want of room.
    @inline(__always)
    mutating func set(_ key: String, number: Double) -> Bool {
        guard !isEnded else { return true }
        if attributes != nil {
            set(attribute: key, SpanAttribute(.number(number)))
            return true
        }
        version &+= 1
        return tags.set(key, number: number, limit: Self.maximumTags)
    }

    /// Sets a tag, or what the key stands for; many tags take of the bytes of open traces.
    mutating func set(_ key: String, _ value: SpanTag.Value, _ openBytes: OpenBytes) {
        guard !isEnded else { return }
        if attributes != nil { return set(attribute: key, SpanAttribute(value)) }
        version &+= 1
        if let field = SpanField(key), set(field, value, openBytes) { return }
        put(key, value, openBytes)
    }

    /// Sets a tag, or counts it as dropped.
    private mutating func put(_ key: String, _ value: SpanTag.Value, _ openBytes: OpenBytes) {
        if tags.set(key, value, limit: Self.maximumTags) { return }
        // A value that is out of date is worse than none, and its room may do.
        tags.remove(key)
        if tags.set(key, value, limit: Self.maximumTags) { return }
        let size = key.utf8.count + (value.text?.utf8.count ?? 0) + 2 * MessagePackText.maximumHead
        if tags.count < Self.maximumTags, borrow(size, openBytes), tags.set(key, value, limit: Self.maximumTags) {
            return
        }
        droppedTags += 1
    }

    /// Lets the tags take so many bytes more; false if open traces hold too many already.
    private mutating func borrow(_ bytes: Int, _ openBytes: OpenBytes) -> Bool {
        let allowance = max(2 * tags.allowance, tags.usedBytes + bytes)
        guard let loan = openBytes.lend(allowance) else { return false }
        self.loan = loan
        tags.allowance = allowance
        return true
    }

    @inline(never)
    private mutating func set(attribute key: String, _ value: SpanAttribute) {
        version &+= 1
        if hasRoom(for: key) { attributes?.set(key, value: value) } else { droppedTags += 1 }
    }

    mutating func remove(_ key: String) {
        guard !isEnded else { return }
        version &+= 1
        tags.remove(key)
        if attributes?.get(key) != nil { attributes?.set(key, value: nil) }
    }

    /// Takes away what attributes say about a field that is about to be set otherwise: the later one of both counts.
    mutating func override(_ key: String) {
        if attributes != nil { remove(key) }
    }

    /// Gives the field its value; false if the key is to be stored as a tag besides.
    private mutating func set(_ field: SpanField, _ value: SpanTag.Value, _ openBytes: OpenBytes) -> Bool {
        switch field {
        case .service: service = value.string
        case .version: put("version", .text(value.string), openBytes)
        case .resource: resource = value.string
        case .type: type = value.string
        case .error: numbers.isError = value.isTrue
        case .measured: put(SpanField.measuredKey, .number(value.isTrue ? 1 : 0), openBytes)
        case .httpStatus: put(SpanField.httpStatusKey, .text(value.string), openBytes)
        // Decisions about the trace are taken where the trace is known.
        case .keep, .drop: break
        }
        return field != .service && field != .version
    }
}
