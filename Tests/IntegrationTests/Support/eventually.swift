// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Looks until `look` finds something; if it never does, the error tells what `program` has said.
func eventually<Value>(_ what: String, of program: Program, _ look: () async throws -> Value?) async throws -> Value {
    try await TestSupport.eventually(what, log: program.errors, look)
}
