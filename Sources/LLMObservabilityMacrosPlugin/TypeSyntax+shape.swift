// SPDX-License-Identifier: Apache-2.0

import SwiftSyntax

extension TypeSyntax {
    /// Whether it is this type of the standard library.
    func isNamed(_ name: String) -> Bool {
        [name, "Swift.\(name)"].contains(trimmedDescription)
    }

    var isEmptyTuple: Bool { self.as(TupleTypeSyntax.self)?.elements.isEmpty == true }

    /// Whether `some` stands anywhere in it.
    var isOpaque: Bool {
        tokens(viewMode: .sourceAccurate).contains { $0.tokenKind == .keyword(.some) }
    }

    var isSending: Bool { specifiers.contains("sending") }

    /// Words such as `inout` before it.
    var specifiers: [String] {
        self.as(AttributedTypeSyntax.self)?.specifiers.compactMap { $0.firstToken(viewMode: .sourceAccurate)?.text }
            ?? []
    }

    /// Whether it is a function, perhaps in parentheses, optional or with attributes.
    var isClosure: Bool {
        if self.is(FunctionTypeSyntax.self) { return true }
        if let type = self.as(AttributedTypeSyntax.self) {
            return type.attributes.mentionsClosure || type.baseType.isClosure
        }
        if let type = self.as(OptionalTypeSyntax.self) { return type.wrappedType.isClosure }
        if let type = self.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) { return type.wrappedType.isClosure }
        guard let elements = self.as(TupleTypeSyntax.self)?.elements, elements.count == 1 else { return false }
        return elements.first?.type.isClosure == true
    }
}

extension AttributeListSyntax {
    /// Whether only closures, by whatever name, can have these attributes.
    fileprivate var mentionsClosure: Bool {
        contains { attribute in
            let name = attribute.as(AttributeSyntax.self)?.attributeName.trimmedDescription ?? ""
            return ["autoclosure", "escaping", "Sendable", "convention"].contains(name)
        }
    }
}

extension TokenSyntax {
    /// Without the backticks that make a keyword a name.
    var identifierText: String {
        identifier?.name ?? text
    }
}
