// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

/// A field in which our events are meant to differ from ddtrace's.
struct Deliberate: Sendable {
    /// The end of the field's path, such as `tags/language`.
    let field: String
    let reason: String

    init(_ field: String, _ reason: String) {
        self.field = field
        self.reason = reason
    }

    /// What differs in every scenario.
    static let always = [
        Deliberate("tags/language", "Swift, not Python"),
        Deliberate("tags/ddtrace.version", "the version of this library"),
    ]

    static let stack = Deliberate("meta/error/stack", "Swift has no traceback; the chain of causes is there")
    static let decorator = Deliberate(
        "tags/decorator",
        "says that Python's decorators made the span; there are none here"
    )

    func covers(_ path: String) -> Bool { "/\(path)/".contains("/\(field)/") }
}

/// Expects that the events are the same, but for the deliberate differences, each of which has to occur.
func expectSame(
    _ ours: [JSONValue],
    _ theirs: [JSONValue],
    except deliberate: [Deliberate] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expectSame(
        EventTable(ours).rows,
        EventTable(theirs).rows,
        except: Deliberate.always + deliberate,
        sourceLocation: sourceLocation
    )
}

/// Expects that the fields are the same, but for the deliberate differences, each of which has to occur.
func expectSame(
    _ ours: [String: JSONValue],
    _ theirs: [String: JSONValue],
    except deliberate: [Deliberate],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    var unused = Set(deliberate.map(\.field))
    #expect(!theirs.isEmpty, "the recording holds nothing", sourceLocation: sourceLocation)
    for path in Set(ours.keys).union(theirs.keys).sorted() where ours[path] != theirs[path] {
        if let known = deliberate.first(where: { $0.covers(path) }) {
            unused.remove(known.field)
            continue
        }
        let (our, their) = (ours[path]?.text ?? "nothing", theirs[path]?.text ?? "nothing")
        Issue.record("\(path) is \(our), not \(their)", sourceLocation: sourceLocation)
    }
    #expect(unused.isEmpty, "these differences do not occur: \(unused)", sourceLocation: sourceLocation)
}
