// SPDX-License-Identifier: Apache-2.0

extension SheetReport {
    /// Gives a row the number between its neighbours' where these leave no other.
    mutating func fillNumbersBetweenNeighbours() {
        for index in voteResults.indices.dropFirst().dropLast() where voteResults[index].number == nil {
            guard
                let before = voteResults[index - 1].number,
                let after = voteResults[index + 1].number,
                after == before + 2
            else { continue }
            voteResults[index].number = before + 1
        }
    }
}
