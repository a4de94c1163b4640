// SPDX-License-Identifier: Apache-2.0

import SwiftCompilerPlugin
import SwiftSyntaxMacros

/// The program that the compiler asks for expansions.
@main struct LLMObservabilityPlugin: CompilerPlugin {
    let providingMacros: [any Macro.Type] = [SpanMacro.self]
}
