#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The other side of a trace, played by ddtrace.

Reads one JSON object from the file named as the first argument and writes one to standard output:
{"headers": {...}} continues the trace of these headers and injects again; {"headers": null} begins a trace.
"""

import json
import os
import sys

from ddtrace.propagation.http import HTTPPropagator
from ddtrace.trace import tracer


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        headers = json.load(file)["headers"]
    if headers is not None:
        tracer.context_provider.activate(HTTPPropagator.extract(headers))
    span = tracer.trace("python.side", service="python")
    injected = {}
    HTTPPropagator.inject(span.context, injected)
    answer = {
        "trace_id": format(span.trace_id, "032x"),
        "span_id": str(span.span_id),
        "parent_id": str(span.parent_id or 0),
        "priority": span.context.sampling_priority,
        "origin": span.context.dd_origin,
        "tags": {key: value for key, value in span.context._meta.items() if key.startswith("_dd.p.")},
        "headers": injected,
    }
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)  # without waiting for an agent that is not there


main()
