// SPDX-License-Identifier: Apache-2.0

extension DDSketch {
    /// The sketch as the agent reads it: the Protocol Buffers message `DDSketch` of Datadog's sketches.
    var encoded: [UInt8] {
        var mapping = ProtobufWriter()
        mapping.append(field: 1, Self.gamma)
        mapping.append(field: 2, Self.indexOffset)
        var store = ProtobufWriter()
        if !bins.isEmpty {
            store.append(field: 2, packed: bins)
            store.append(field: 3, signed: firstBin)
        }
        var sketch = ProtobufWriter()
        sketch.append(field: 1, mapping.bytes)
        sketch.append(field: 2, store.bytes)
        // No negative values.
        sketch.append(field: 3, [])
        if zeroCount > 0 { sketch.append(field: 4, zeroCount) }
        return sketch.bytes
    }
}
