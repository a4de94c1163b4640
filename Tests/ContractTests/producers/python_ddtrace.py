# SPDX-License-Identifier: Apache-2.0

import json
import os
import uuid

import redis
from ddtrace.propagation.http import HTTPPropagator
from ddtrace.trace import tracer


def enqueue(client, files, queue="vote-extraction"):
    with tracer.trace("sheet.enqueue") as span:
        headers = {}
        HTTPPropagator.inject(span.context, headers)
        job = {"version": 1, "id": str(uuid.uuid4()), "headers": headers, "payload": {"files": files}}
        client.lpush("{%s}:jobs" % queue, json.dumps(job))
        return job["id"]


client = redis.Redis.from_url(os.environ["REDIS_URL"])
print(enqueue(client, [{"uri": "https://example.org/page1.jpg"}, {"uri": "https://example.org/page2.jpg"}]))
