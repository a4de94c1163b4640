// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import JobQueue

@Suite struct DeadLetterFacetsTests {
    @Test func whatARecordSaysStaysOnOneLine() {
        let facets = DeadLetterFacets([
            "error_type": "a\nb", "fingerprint": "a\nb/c", "stage": "x\ty", "tags": ["n\n": "v\u{0}"],
        ])
        #expect(facets.errorType == "a b" && facets.fingerprint == "a b/c")
        #expect(facets.line == "\tstage=x y\ttag:n =v \t")
        #expect(DeadLetterFacets([:]).line.isEmpty)
    }

    @Test func aCursorIsReadBackAndNothingElseIs() {
        let cursor = DeadLetterCursor(diedAt: Moment(milliseconds: 1_790_000_000_000), id: "dl-4.2")
        #expect(DeadLetterCursor(cursor.description) == cursor)
        for text in ["", "dl-42", "1790000000000", "x.dl-42", "99999999999999999999.dl-1"] {
            #expect(DeadLetterCursor(text) == nil, "\(text)")
        }
    }
}
