// SPDX-License-Identifier: Apache-2.0

import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// Puts the body of a function into one of LLM Observability's closures; which one, the attribute's name says.
struct SpanMacro: BodyMacro {
    static func expansion(
        of node: AttributeSyntax,
        providingBodyFor declaration: some DeclSyntaxProtocol & WithOptionalCodeBlockSyntax,
        in context: some MacroExpansionContext
    ) throws -> [CodeBlockItemSyntax] {
        let statements = declaration.body?.statements ?? []
        guard let attribute = SpanAttribute(node) else { return Array(statements) }
        guard let function = TracedFunction(declaration) else {
            context.diagnose(.notAFunction(attribute, declaration))
            return Array(statements)
        }
        let mistakes = attribute.mistakes + function.mistakes(of: attribute)
        mistakes.forEach(context.diagnose)
        // As it was written, so that mistakes are not followed by errors in code that nobody wrote.
        guard !mistakes.contains(where: { $0.diagMessage.severity == .error }) else { return Array(statements) }
        return [expansion(of: attribute, function, statements, in: context)]
    }

    private static func expansion(
        of attribute: SpanAttribute,
        _ function: TracedFunction,
        _ statements: CodeBlockItemListSyntax,
        in context: some MacroExpansionContext
    ) -> CodeBlockItemSyntax {
        // A parameter of that name is what the body means by it. Names made unique by the compiler begin with `$`, which
        // those of a closure's parameters must not.
        let span = function.names.contains("span") ? "llmobsSpan" : "span"
        let closure = "LLMObservability.LLMObs.\(attribute.kind.closure)"
        let options = attribute.closureArguments(functionName: function.name)
        let recording = attribute.recordingArguments(function)
        return """
            \(raw: function.keywords)\(raw: closure)(\(raw: options)) { (\(raw: span))\(raw: function.effectsAndResult) in
                \(raw: function.calls)\(raw: span).recordingCall(\(raw: recording)) { ()\(raw: function.effectsAndResult) in
                    \(located(statements, in: context))
                }
            }
            """
    }

    /// The statements where they were written, as far as errors and debuggers are concerned.
    private static func located(
        _ statements: CodeBlockItemListSyntax,
        in context: some MacroExpansionContext
    ) -> CodeBlockItemListSyntax {
        guard let first = statements.first,
            let place = context.location(of: first, at: .afterLeadingTrivia, filePathMode: .filePath)
        else { return statements }
        return """
            #sourceLocation(file: \(place.file), line: \(place.line))
            \(statements.trimmed)
            #sourceLocation()
            """
    }
}
