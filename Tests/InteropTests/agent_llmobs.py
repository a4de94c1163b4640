#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the checking agent has received of LLM Observability.

Reads {"url": URL} from the file named as the first argument and writes {"events": [...], "metrics": [...]}: span events,
and evaluations with feedback, in the order of their arrival.
"""

import base64
import json
import sys
import urllib.request


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        url = json.load(file)["url"]
    with urllib.request.urlopen(url + "/test/session/requests", timeout=30) as response:
        requests = json.load(response)
    events, metrics = [], []
    for request in requests:
        path = request["url"].split("?")[0]
        if path.endswith("/api/v2/llmobs"):
            for envelope in json.loads(base64.b64decode(request["body"])):
                events += envelope["spans"]
        elif path.endswith("/eval-metric"):
            body = json.loads(base64.b64decode(request["body"]))
            metrics += body["data"]["attributes"]["metrics"]
    json.dump({"events": events, "metrics": metrics}, sys.stdout)


main()
