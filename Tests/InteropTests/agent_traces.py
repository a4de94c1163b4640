#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the checking agent has received.

Reads {"url": URL} from the file named as the first argument and writes the agent's traces, ids as hexadecimal strings
since they pass the range that JSON's integers have elsewhere.
"""

import json
import sys
import urllib.request


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        url = json.load(file)["url"]
    with urllib.request.urlopen(url + "/test/traces", timeout=30) as response:
        traces = json.load(response)
    for span in (span for trace in traces for span in trace):
        for key in ("trace_id", "span_id", "parent_id"):
            span[key] = format(span.get(key) or 0, "016x")
    json.dump(traces, sys.stdout)


main()
