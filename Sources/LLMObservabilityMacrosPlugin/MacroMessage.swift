// SPDX-License-Identifier: Apache-2.0

import SwiftDiagnostics

/// What a macro says about a mistake, or about a way to mend it.
struct MacroMessage: DiagnosticMessage, FixItMessage {
    let id: String
    let message: String
    let severity: DiagnosticSeverity

    init(_ id: String, _ message: String, severity: DiagnosticSeverity = .error) {
        self.id = id
        self.message = message
        self.severity = severity
    }

    var diagnosticID: MessageID { MessageID(domain: "LLMObservabilityMacros", id: id) }
    var fixItID: MessageID { diagnosticID }
}
