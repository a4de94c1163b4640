// SPDX-License-Identifier: Apache-2.0

public import JSON

extension LLMObs {
    /// Any value as a span's input or output shows it: what JSON knows as such, optionals opened, arrays and
    /// dictionaries element by element, structs, tuples and what enum cases carry member by member unless they describe
    /// themselves, all else by its description. Of bytes only their number is told.
    ///
    /// Elements beyond the first 1,000 of each collection, levels below the eighth, and all beyond 10,000 values or 1 MiB
    /// of text are left out. What is JSON already is only cut where it has more than 1 MiB.
    public static func value(of any: Any) -> JSONValue {
        var describer = ValueDescriber()
        return describer.describe(any, depth: 0)
    }
}
