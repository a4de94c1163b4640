// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How often values of which size came, each known to within one percent: a DDSketch (Masson, Rim and Lee, 2019) with
/// the bins that Datadog's back end uses.
///
/// Bins grow by a constant factor. Above 2,048 bins the lowest are joined, so that the largest values stay exact.
struct DDSketch: Sendable, Hashable {
    /// Counts of the bins from ``firstBin`` on.
    private(set) var bins: [Double] = []
    private(set) var firstBin = 0
    /// Values too small for a bin, zero among them.
    private(set) var zeroCount = 0.0

    static let gamma = 1.015625
    static let indexOffset = 1338.5
    private static let maximumBins = 2048
    private static let multiplier = 1 / log(gamma)
    private static let smallestValue = Double.leastNormalMagnitude * gamma

    /// Counts a value; negative ones and those that are not finite are ignored.
    mutating func add(_ value: Double) {
        guard value.isFinite, value >= 0 else { return }
        guard value >= Self.smallestValue else {
            zeroCount += 1
            return
        }
        let bin = Int((log(value) * Self.multiplier + Self.indexOffset).rounded(.down))
        bins[place(for: bin)] += 1
    }

    /// Makes room for the bin, and gives its place among ``bins``.
    private mutating func place(for bin: Int) -> Int {
        if bins.isEmpty {
            firstBin = bin
            bins = [0]
        } else if bin < firstBin {
            growDown(to: bin)
        } else if bin - firstBin >= bins.count {
            growUp(to: bin)
        }
        return max(bin - firstBin, 0)
    }

    private mutating func growDown(to bin: Int) {
        let count = min(firstBin - bin, Self.maximumBins - bins.count)
        bins.insert(contentsOf: repeatElement(0, count: count), at: 0)
        firstBin -= count
    }

    private mutating func growUp(to bin: Int) {
        let surplus = bin - firstBin + 1 - Self.maximumBins
        if surplus > 0 { joinLowest(surplus) }
        bins.append(contentsOf: repeatElement(0, count: bin - firstBin + 1 - bins.count))
    }

    /// Joins so many bins with the one above them.
    private mutating func joinLowest(_ count: Int) {
        let joined = bins.prefix(count).reduce(0, +)
        bins.removeFirst(min(count, bins.count))
        firstBin += count
        if bins.isEmpty { bins = [0] }
        bins[0] += joined
    }
}
