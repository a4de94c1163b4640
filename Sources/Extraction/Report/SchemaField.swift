// SPDX-License-Identifier: Apache-2.0

/// One member of an object in ``SchemaNode``.
struct SchemaField: Sendable, Hashable {
    let name: String
    let node: SchemaNode

    /// Told to the model beside the type; nil where the name says all.
    let note: String?

    init(_ name: String, _ node: SchemaNode, _ note: String? = nil) {
        self.name = name
        self.node = node
        self.note = note
    }
}
