#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Traces as ddtrace sends and counts them.

Reads {"url": URL, "traces": [[span, ...], ...]} from the file named as the first argument; a span has "name",
"service" (null for the default), "resource", "type", "parent" (its place in the trace, or null), "start" and "end" (Unix nanoseconds),
"error", "meta" and "metrics". They are sent once the agent at URL was told that ddtrace counts itself; spans sent to
find that out are of the service "warmup".
"""

import json
import sys
import time
import urllib.request

from ddtrace.trace import tracer


def is_counting(url):
    with urllib.request.urlopen(url + "/test/session/requests", timeout=30) as response:
        requests = json.load(response)
    return any(
        key.lower() == "datadog-client-computed-stats" for request in requests for key in request["headers"]
    )


def warm_up(url):
    for _ in range(300):
        tracer.trace("warmup", service="warmup").finish()
        tracer.flush()
        if is_counting(url):
            return
        time.sleep(0.1)
    sys.exit("ddtrace does not count spans")


def send(trace):
    spans = []
    for row in trace:
        parent = None if row["parent"] is None else spans[row["parent"]]
        span = tracer.start_span(
            row["name"],
            service=row["service"],
            resource=row["resource"],
            span_type=row["type"] or None,
            child_of=parent,
        )
        span.start_ns = row["start"]
        span.error = row["error"]
        for key, value in row["meta"].items():
            span.set_tag(key, value)
        for key, value in row["metrics"].items():
            span.set_metric(key, value)
        spans.append(span)
    for row, span in reversed(list(zip(trace, spans))):
        span._finish_ns(row["end"])


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        task = json.load(file)
    warm_up(task["url"])
    for trace in task["traces"]:
        send(trace)
    tracer.flush()
    tracer.shutdown()


main()
