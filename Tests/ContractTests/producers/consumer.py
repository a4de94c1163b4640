# SPDX-License-Identifier: Apache-2.0

import json
import os

import redis
from ddtrace.propagation.http import HTTPPropagator
from ddtrace.trace import tracer


def take(client, work, queue="vote-extraction", consumer="1"):
    """Takes results one by one; one that was not worked off when this program ended is taken first."""
    results, mine = "{%s}:results" % queue, "{%s}:results:%s" % (queue, consumer)
    while text := client.lindex(mine, -1) or client.blmove(results, mine, 5, "RIGHT", "LEFT"):
        result = json.loads(text)
        parent = HTTPPropagator.extract(result["headers"])
        with tracer.start_span("sheet.result", child_of=parent, activate=True):
            work(result)
        client.lrem(mine, -1, text)


# BLMOVE waits up to five seconds, so reading must be given more.
client = redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=10)
take(client, lambda result: print(result["job_id"], result["status"]))
