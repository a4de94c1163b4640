// SPDX-License-Identifier: Apache-2.0

import SwiftDiagnostics
import SwiftSyntax

// Each says what is wrong, why, and what to do instead.
extension Diagnostic {
    static func notAFunction(_ attribute: SpanAttribute, _ declaration: some DeclSyntaxProtocol) -> Self {
        Diagnostic(
            node: attribute.node,
            message: MacroMessage(
                "not_a_function",
                """
                '@\(attribute.kind.rawValue)' goes on functions, not on \(declaration.noun): write \
                'LLMObs.\(attribute.kind.closure)' inside it, or call a function that has the macro
                """
            ),
            fixIt: .remove(attribute)
        )
    }

    static func noBody(_ attribute: SpanAttribute, _ name: String) -> Self {
        Diagnostic(
            node: attribute.node,
            message: MacroMessage(
                "no_body",
                """
                '\(name)' has no body that could run inside a span: put '@\(attribute.kind.rawValue)' on the functions \
                that implement it
                """
            ),
            fixIt: .remove(attribute)
        )
    }

    static func twoMacros(_ attribute: SpanAttribute, _ first: SpanAttribute, _ name: String) -> Self {
        Diagnostic(
            node: attribute.node,
            message: MacroMessage(
                "two_macros",
                """
                '\(name)' already has '@\(first.kind.rawValue)', and a function is one span: for a span inside it write \
                'LLMObs.\(attribute.kind.closure)' in its body
                """
            ),
            fixIt: .remove(attribute)
        )
    }

    static func rethrowing(_ clause: ThrowsClauseSyntax, _ name: String) -> Self {
        let word = clause.throwsSpecifier
        return Diagnostic(
            node: word,
            message: MacroMessage(
                "rethrows",
                """
                '\(name)' cannot be 'rethrows': its body runs inside a closure, which the compiler does not look through; \
                use 'throws', or 'throws(E)' with the error type of its parameter
                """
            ),
            fixIt: .replace(
                message: MacroMessage("use_throws", "use 'throws'"),
                oldNode: word,
                newNode: word.with(\.tokenKind, .keyword(.throws))
            )
        )
    }

    static func neverReturns(_ result: TypeSyntax, _ name: String) -> Self {
        Diagnostic(
            node: result,
            message: MacroMessage("never_returns", "'\(name)' neither returns nor throws, so its span would never end")
        )
    }

    static func sendingResult(_ result: TypeSyntax, _ name: String) -> Self {
        Diagnostic(
            node: result,
            message: MacroMessage(
                "sending_result",
                """
                '\(name)' cannot have a 'sending' result: what leaves the span's closure may be shared; return a \
                'Sendable' type without 'sending'
                """
            )
        )
    }

    static func notALiteral(_ flag: ExprSyntax, label: String) -> Self {
        Diagnostic(
            node: flag,
            message: MacroMessage(
                "not_a_literal",
                "'\(label)' must be 'true' or 'false' as such: it decides what is compiled, before there are values"
            )
        )
    }

    static func emptyName(_ name: ExprSyntax) -> Self {
        Diagnostic(
            node: name,
            message: MacroMessage("empty_name", "a span needs a name: leave 'name' out to use the function's")
        )
    }

    static func nothingToCapture(_ flag: ExprSyntax, _ reason: String) -> Self {
        Diagnostic(
            node: flag,
            message: MacroMessage("nothing_to_capture", "\(reason), so nothing is captured", severity: .warning)
        )
    }
}

extension FixIt {
    fileprivate static func remove(_ attribute: SpanAttribute) -> Self {
        FixIt(
            message: MacroMessage("remove", "remove '@\(attribute.kind.rawValue)'"),
            changes: [.replace(oldNode: Syntax(attribute.node), newNode: Syntax(AttributeListSyntax([])))]
        )
    }
}

extension DeclSyntaxProtocol {
    fileprivate var noun: String {
        switch kind {
        case .initializerDecl: "initialisers"
        case .deinitializerDecl: "deinitialisers"
        default: "this"
        }
    }
}
