#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The other side of a tree of LLM Observability, played by ddtrace.

Reads one JSON object from the file named as the first argument and writes one to standard output:
{"headers": {...}} goes on below the span of these headers, {"headers": null} begins a tree; both inject again.
"""

import json
import os
import sys

from ddtrace.llmobs import LLMObs
from ddtrace.llmobs._utils import get_llmobs_ml_app, get_llmobs_parent_id, get_llmobs_session_id


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        headers = json.load(file)["headers"]
    LLMObs.enable(integrations_enabled=False)
    if headers is not None:
        LLMObs.activate_distributed_headers(headers)
    with LLMObs.workflow(name="python.workflow", session_id=None if headers else "python-session") as span:
        exported = LLMObs.export_span(span)
        injected = LLMObs.inject_distributed_headers({}, span=span)
        answer = {
            "span_id": exported["span_id"],
            "trace_id": exported["trace_id"],
            "apm_trace_id": format(span.trace_id, "032x"),
            "parent_id": get_llmobs_parent_id(span),
            "ml_app": get_llmobs_ml_app(span),
            "session_id": get_llmobs_session_id(span),
            "headers": injected,
        }
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)  # without waiting for an agent that is not there


main()
