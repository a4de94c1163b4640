// SPDX-License-Identifier: Apache-2.0

/// Items in one request.
struct IntakeBatch<Item: IntakeItem>: Sendable {
    private(set) var items: [Item] = []
    private(set) var body = Array(Item.endpoint.prefix.utf8)

    /// An item as it goes into the body.
    struct Encoded: Sendable {
        let item: Item
        let bytes: [UInt8]
    }

    /// Adds an item unless the request became too long by it; the first one always fits.
    mutating func add(_ encoded: Encoded, maximumBytes: Int) -> Bool {
        let suffix = Item.endpoint.suffix.utf8.count
        let isFirst = items.isEmpty
        guard isFirst || body.count + 1 + encoded.bytes.count + suffix <= maximumBytes else { return false }
        if !isFirst { body.append(UInt8(ascii: ",")) }
        body += encoded.bytes
        items.append(encoded.item)
        return true
    }

    mutating func close() {
        body += Array(Item.endpoint.suffix.utf8)
    }
}
