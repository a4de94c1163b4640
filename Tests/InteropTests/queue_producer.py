#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Another service, played by redis-py and ddtrace: it enqueues jobs, takes their results and continues their traces.

Reads {"socket": PATH, "jobs": [ENVELOPE, ...]} from the file named as the first argument; each job gets the headers of
a span of its own. With "consumes" each result is worked on within a span that continues its headers, and all spans are
sent. Writes one object per job, keyed by id: the producer's ids, the result, and whom a consumer continues.
"""

import json
import os
import sys

import redis
from ddtrace.propagation.http import HTTPPropagator
from ddtrace.trace import tracer


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        order = json.load(file)
    client = redis.Redis(unix_socket_path=order["socket"])
    spans = {}
    for job in order["jobs"]:
        span = tracer.start_span("python.producer", service="python", child_of=None)
        job["headers"] = {}
        HTTPPropagator.inject(span.context, job["headers"])
        spans[job["id"]] = span
        client.lpush("{vote-extraction}:jobs", json.dumps(job))
    answer = {}
    for _ in order["jobs"]:
        popped = client.brpop("{vote-extraction}:results", timeout=60)
        if popped is None:
            break
        result = json.loads(popped[1])
        span = spans[result["job_id"]]
        continued = HTTPPropagator.extract(result["headers"])
        answer[result["job_id"]] = {
            "trace_id": format(span.trace_id, "032x"),
            "span_id": format(span.span_id, "016x"),
            "continued_trace_id": format(continued.trace_id, "032x"),
            "continued_span_id": format(continued.span_id, "016x"),
            "result": result,
        }
        if order.get("consumes"):
            tracer.start_span("python.consumer", service="python", child_of=continued).finish()
            span.finish()
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    if order.get("consumes"):
        tracer.shutdown()  # sends what is left
    os._exit(0)  # without waiting for an agent that is not there


main()
