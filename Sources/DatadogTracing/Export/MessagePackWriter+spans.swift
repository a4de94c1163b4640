// SPDX-License-Identifier: Apache-2.0

extension MessagePackWriter {
    /// A span as `/v0.4/traces` takes it, with tags of its chunk, and with what few spans have.
    ///
    /// - Parameter nativeEvents: whether events go into a field of their own, not as JSON text among the tags.
    mutating func append(_ span: EncodedSpan, _ head: borrowing TagBuffer, nativeEvents: Bool) {
        let eventText = nativeEvents ? nil : span.missingEventText
        let place = span.place
        let texts = place.textCount + head.textCount + (eventText != nil).asOne
        let numbers = place.numberCount + head.numberCount
        // The head of a map of up to 15 fields, which a span has, says how many they are.
        var fieldCount = Int(span.bytes[0] & 0x0f) - (place.textCount > 0).asOne - (place.numberCount > 0).asOne
        fieldCount += (texts > 0).asOne + (numbers > 0).asOne
        fieldCount += span.extras?.fieldCount(nativeEvents: nativeEvents) ?? 0
        append(mapOf: fieldCount)
        append(raw: UnsafeRawBufferPointer(rebasing: span.bytes[1..<place.meta]))
        if texts > 0 { append(SpanPlace.textsName, count: texts, span.texts, head.texts, eventText) }
        if numbers > 0 { append(SpanPlace.numbersName, count: numbers, span.numbers, head.numbers) }
        append(raw: UnsafeRawBufferPointer(rebasing: span.bytes[place.numbersEnd...]))
        if let extras = span.extras { append(extras, nativeEvents: nativeEvents) }
    }

    private mutating func append(
        _ name: StaticString,
        count: Int,
        _ own: EncodedTags,
        _ head: EncodedTags,
        _ eventText: String? = nil
    ) {
        append(name)
        append(mapOf: count)
        append(raw: own.bytes)
        append(raw: head.bytes)
        guard let eventText else { return }
        append("events")
        append(string: eventText)
    }
}
