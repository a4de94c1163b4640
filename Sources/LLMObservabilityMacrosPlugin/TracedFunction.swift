// SPDX-License-Identifier: Apache-2.0

import SwiftDiagnostics
import SwiftSyntax

/// A function whose body is to run inside a span.
struct TracedFunction {
    let declaration: FunctionDeclSyntax

    /// Nil for initialisers, accessors and whatever else has a body.
    init?(_ declaration: some DeclSyntaxProtocol) {
        guard let function = declaration.as(FunctionDeclSyntax.self) else { return nil }
        self.declaration = function
    }

    var name: String { declaration.name.identifierText }

    private var parameters: [FunctionParameterSyntax] { Array(declaration.signature.parameterClause.parameters) }

    /// The names by which the body knows the parameters.
    var names: Set<String> { Set(parameters.map(\.bodyName.identifierText)) }

    /// The parameters that can be told as input.
    var describedParameters: [(name: String, reference: String)] {
        parameters.filter(\.isDescribable).map { ($0.bodyName.identifierText, $0.bodyName.text) }
    }
}

extension TracedFunction {
    private var effects: FunctionEffectSpecifiersSyntax? { declaration.signature.effectSpecifiers }
    var throwsClause: ThrowsClauseSyntax? { effects?.throwsClause }
    var result: TypeSyntax? { declaration.signature.returnClause?.type }

    private var isAsync: Bool { effects?.asyncSpecifier != nil }
    var canThrow: Bool { throwsClause.map { $0.type?.isNamed("Never") != true } ?? false }
    var returnsValue: Bool { !isVoid && result?.isNamed("Never") != true }
    private var isVoid: Bool { result.map { $0.isNamed("Void") || $0.isEmptyTuple } ?? true }

    /// What stands before a call that can do what the function can do.
    var calls: String { (canThrow ? "try " : "") + (isAsync ? "await " : "") }

    /// The same in the place of the function's body.
    var keywords: String { (isVoid ? "" : "return ") + calls }

    /// What a closure says between its parameters and `in` to be like the function.
    var effectsAndResult: String {
        var words: [String] = []
        if isAsync { words.append("async") }
        if let throwsClause { words.append(throwsClause.trimmedDescription) }
        if let spelledResult { words.append("-> \(spelledResult)") }
        return words.map { " \($0)" }.joined()
    }

    /// The result as closures can spell it; nil where only the compiler knows it.
    private var spelledResult: String? {
        guard let result, !isVoid else { return "Void" }
        guard !result.isOpaque else { return nil }
        // Closures know `Value!` by its plain name only.
        let unwrapped = result.as(ImplicitlyUnwrappedOptionalTypeSyntax.self)
        return unwrapped.map { "\($0.wrappedType.trimmed)?" } ?? result.trimmedDescription
    }
}

extension TracedFunction {
    /// What keeps the function from running inside a span, and what of the attribute does not fit it.
    func mistakes(of attribute: SpanAttribute) -> [Diagnostic] {
        let attributes = declaration.attributes.compactMap { $0.as(AttributeSyntax.self).flatMap(SpanAttribute.init) }
        // The compiler expands the first alone, and says nothing.
        guard attributes.count < 2 else { return [.twoMacros(attributes[1], attributes[0], name)] }
        guard declaration.body != nil else { return [.noBody(attribute, name)] }
        var mistakes = attribute.futileRequests(self)
        if let throwsClause, throwsClause.throwsSpecifier.tokenKind == .keyword(.rethrows) {
            mistakes.append(.rethrowing(throwsClause, name))
        }
        if let result, result.isNamed("Never"), !canThrow { mistakes.append(.neverReturns(result, name)) }
        if let result, result.isSending { mistakes.append(.sendingResult(result, name)) }
        return mistakes
    }
}

extension FunctionParameterSyntax {
    fileprivate var bodyName: TokenSyntax { secondName ?? firstName }

    /// Closures, packs, what may be changed and what only says where to run cannot be told.
    fileprivate var isDescribable: Bool {
        bodyName.tokenKind != .wildcard && !type.isClosure && !type.is(PackExpansionTypeSyntax.self)
            && !type.specifiers.contains { ["inout", "isolated"].contains($0) }
    }
}
