// SPDX-License-Identifier: Apache-2.0

import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder

/// A macro as it stands before a function, with its arguments.
struct SpanAttribute {
    let node: AttributeSyntax
    let kind: SpanKind

    /// Nil if it is no macro of ours.
    init?(_ node: AttributeSyntax) {
        guard let name = node.attributeName.lastName, let kind = SpanKind(rawValue: name) else { return nil }
        self.node = node
        self.kind = kind
    }

    var capturesInputs: Bool { argument(Self.inputsLabel)?.booleanValue ?? kind.capturesInputs }
    var capturesOutput: Bool { argument(Self.outputLabel)?.booleanValue ?? kind.capturesOutput }

    /// What the closure is called with: what the attribute says, apart from what it says to the macro.
    func closureArguments(functionName: String) -> String {
        let given = argument("name").flatMap { $0.is(NilLiteralExprSyntax.self) ? nil : $0.trimmedDescription }
        let name = given ?? ExprSyntax(literal: functionName).description
        let others = arguments.filter { !Self.ownLabels.contains($0.label?.text ?? "") }
        return ([name] + others.map { "\($0.label?.text ?? ""): \($0.expression.trimmed)" }).joined(separator: ", ")
    }

    /// What the call is recorded with.
    func recordingArguments(_ function: TracedFunction) -> String {
        let capturesOutput = capturesOutput && function.returnsValue
        guard capturesInputs, !function.describedParameters.isEmpty else { return "capturesOutput: \(capturesOutput)" }
        let pairs = function.describedParameters.map { parameter in
            "\(ExprSyntax(literal: parameter.name)): LLMObservability.LLMObs.argument(\(parameter.reference))"
        }
        return "arguments: [\(pairs.joined(separator: ", "))], capturesOutput: \(capturesOutput)"
    }
}

extension SpanAttribute {
    private static let inputsLabel = "captureInputs"
    private static let outputLabel = "captureOutput"
    private static let ownLabels: Set = ["name", inputsLabel, outputLabel]

    private var arguments: LabeledExprListSyntax {
        guard case .argumentList(let list) = node.arguments else { return [] }
        return list
    }

    private func argument(_ label: String) -> ExprSyntax? {
        arguments.first { $0.label?.text == label }?.expression
    }

    /// What is wrong with the arguments.
    var mistakes: [Diagnostic] {
        let flags = [Self.inputsLabel, Self.outputLabel].compactMap { label -> Diagnostic? in
            guard let flag = argument(label), flag.booleanValue == nil else { return nil }
            return .notALiteral(flag, label: label)
        }
        guard let name = argument("name"), name.isEmptyString else { return flags }
        return flags + [.emptyName(name)]
    }

    /// What is asked to be captured where there is nothing.
    func futileRequests(_ function: TracedFunction) -> [Diagnostic] {
        var futile: [Diagnostic] = []
        if function.describedParameters.isEmpty, let flag = argument(Self.inputsLabel), flag.booleanValue == true {
            futile.append(.nothingToCapture(flag, "'\(function.name)' has no parameters that can be captured"))
        }
        if !function.returnsValue, let flag = argument(Self.outputLabel), flag.booleanValue == true {
            futile.append(.nothingToCapture(flag, "'\(function.name)' returns nothing"))
        }
        return futile
    }
}

extension TypeSyntax {
    /// The last part of a name with dots.
    fileprivate var lastName: String? {
        self.as(IdentifierTypeSyntax.self)?.name.text ?? self.as(MemberTypeSyntax.self)?.name.text
    }
}

extension ExprSyntax {
    fileprivate var booleanValue: Bool? {
        self.as(BooleanLiteralExprSyntax.self).map { $0.literal.tokenKind == .keyword(.true) }
    }

    fileprivate var isEmptyString: Bool {
        self.as(StringLiteralExprSyntax.self)?.segments.allSatisfy { $0.trimmedLength.utf8Length == 0 } ?? false
    }
}
