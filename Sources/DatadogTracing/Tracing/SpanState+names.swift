// SPDX-License-Identifier: Apache-2.0

extension SpanState {
    /// Without what attributes say.
    var service: String {
        get { tags.service }
        set {
            tags.rename(service: newValue, name: tags.name, resource: tags.resource)
            // Not known: whoever has to know compares.
            isOwnService = false
        }
    }

    var name: String {
        get { tags.name }
        set { tags.rename(service: tags.service, name: newValue, resource: tags.resource) }
    }

    /// Nil if it is the name; an empty one stands for that, too.
    var resource: String? {
        get { tags.resource }
        set { tags.set(resource: newValue.nonEmpty) }
    }

    var hasType: Bool { givenType != nil }

    /// Empty if there is none.
    var type: String {
        get { givenType ?? "" }
        set { givenType = newValue.isEmpty ? nil : newValue }
    }
}
