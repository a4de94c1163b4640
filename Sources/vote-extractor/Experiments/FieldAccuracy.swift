// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMExperiments

/// How many fields of each kind a run read right, over all sheets.
///
/// Fields of one sheet tend to be right or wrong together, so that these counts have no confidence interval; the
/// averages over sheets have.
struct FieldAccuracy {
    /// Counts of one kind.
    struct Count {
        var right = 0
        /// Nothing was read where something stands.
        var missing = 0
        /// Something was read where nothing stands.
        var invented = 0
        var total = 0

        var wrong: Int { total - right - missing - invented }
    }

    private(set) var counts: [SheetCell.Group: Count] = [:]

    init(_ run: ExperimentRun) {
        for result in run.results where result.expectedOutput != nil {
            let comparison = SheetComparison(expected: result.expectedOutput, output: result.output)
            for cell in comparison.cells where cell.isScored { add(cell) }
        }
    }

    private mutating func add(_ cell: SheetCell) {
        var count = counts[cell.group] ?? Count()
        count.total += 1
        if cell.isRight {
            count.right += 1
        } else if cell.actual.isNull {
            count.missing += 1
        } else if cell.expected.isNull {
            count.invented += 1
        }
        counts[cell.group] = count
    }

    var json: JSONValue {
        .object(
            JSONObject(
                SheetCell.Group.allCases.compactMap { group in
                    counts[group].map { count in
                        (
                            group.rawValue,
                            [
                                "total": .integer(Int64(count.total)), "right": .integer(Int64(count.right)),
                                "wrong": .integer(Int64(count.wrong)), "missing": .integer(Int64(count.missing)),
                                "invented": .integer(Int64(count.invented)),
                            ]
                        )
                    }
                }
            )
        )
    }
}
