// SPDX-License-Identifier: Apache-2.0

/// What became of a dead letter that was to be imported.
public enum DeadLetterImport: String, Sendable, Hashable, CaseIterable {
    /// It is among the dead letters now.
    case imported
    /// It was there already; nothing changed.
    case present
    /// Another letter has its id, or a job in flight would get it if it died; nothing changed.
    case taken
    /// It is older than letters are kept.
    case expired
    /// Its number is one that deliveries will not get within a day. To go on behind it, all that come would have to be
    /// numbered from there, for good.
    case ahead
    /// There is no room: letters are not dropped for an import.
    case full
}
