#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What ddtrace reads out of headers and writes into headers, for many cases in one process.

Reads {"settings": [...], "extract": [{"setting": 0, "headers": {...}}], "inject": [{"setting": 0, "context": {...}}]}
from the file named as the first argument; writes one answer per case to standard output, in the same order. An
extracted context is injected again at once. Where ddtrace raises, the answer holds null.
"""

import json
import logging
import os
import sys

logging.disable(logging.CRITICAL)

from ddtrace.internal.settings._config import config  # noqa: E402
from ddtrace.propagation.http import HTTPPropagator  # noqa: E402
from ddtrace.trace import Context  # noqa: E402


def apply(setting):
    config._propagation_style_extract = setting["extract"]
    config._propagation_style_inject = setting["inject"]
    config._propagation_extract_first = setting["first"]
    config._propagation_behavior_extract = setting["behavior"]
    config._baggage_tag_keys = setting["tag_keys"]
    config._x_datadog_tags_max_length = setting["tags_length"]
    config._x_datadog_tags_enabled = setting["tags_length"] > 0


def described(context):
    if context is None:
        return {}
    return {
        "trace_id_hex": "%032x" % context.trace_id if context.trace_id else None,
        "span_id_hex": "%016x" % context.span_id if context.span_id else None,
        "sampling_priority": context.sampling_priority,
        "dd_origin": context.dd_origin,
        "meta": dict(context._meta),
        "baggage": dict(context._baggage),
        "span_links": [link.to_dict() for link in context._span_links or []],
    }


def injected(context):
    headers = {}
    try:
        HTTPPropagator.inject(context, headers)
    except Exception:
        return None
    return headers


def extract(case):
    context = HTTPPropagator.extract(case["headers"])
    answer = {"context": described(context)}
    answer["headers"] = injected(context) if context is not None else {}
    return answer


def inject(case):
    given = case["context"]
    meta = dict(given["tags"])
    if given["tracestate"] is not None:
        meta["tracestate"] = given["tracestate"]
    context = Context(
        trace_id=int(given["trace_id"], 16) or None,
        span_id=int(given["span_id"], 16) or None,
        sampling_priority=given["priority"],
        dd_origin=given["origin"],
        meta=meta,
        baggage=dict(given["baggage"]),
        is_remote=given["is_remote"],
    )
    return {"headers": injected(context), "error": context._meta.get("_dd.propagation_error")}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    answer = {"extract": [], "inject": []}
    for name, answered in (("extract", extract), ("inject", inject)):
        for case in given[name]:
            apply(given["settings"][case["setting"]])
            answer[name].append(answered(case))
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)  # without waiting for an agent that is not there


main()
