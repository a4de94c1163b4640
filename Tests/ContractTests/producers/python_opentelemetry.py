# SPDX-License-Identifier: Apache-2.0

import json
import os
import uuid

import redis
from opentelemetry import propagate, trace
from opentelemetry.sdk.trace import TracerProvider

trace.set_tracer_provider(TracerProvider())  # with your exporter
tracer = trace.get_tracer("sheets")


def enqueue(client, files, queue="vote-extraction"):
    with tracer.start_as_current_span("sheet.enqueue", kind=trace.SpanKind.PRODUCER):
        headers = {}
        propagate.inject(headers)
        job = {"version": 1, "id": str(uuid.uuid4()), "headers": headers, "payload": {"files": files}}
        client.lpush("{%s}:jobs" % queue, json.dumps(job))
        return job["id"]


client = redis.Redis.from_url(os.environ["REDIS_URL"])
print(enqueue(client, [{"uri": "https://example.org/page1.jpg"}, {"uri": "https://example.org/page2.jpg"}]))
