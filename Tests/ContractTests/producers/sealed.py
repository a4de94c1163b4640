# SPDX-License-Identifier: Apache-2.0

import base64
import json
import os
import uuid

import redis
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CLEAR = set(
    "version job_id type status error attempts timings_ms delivery worker finished_at trace headers tags".split()
)


def seal(value, part, job_id, key_id, key, queue="vote-extraction"):
    """A value as it may lie in Redis: for this job of this queue only, as its `payload` or its `result`."""
    nonce = os.urandom(12)
    associated = "vote-extractor/1/%s/{%s}/%s" % (part, queue, job_id)
    ciphertext = AESGCM(key).encrypt(nonce, json.dumps(value).encode(), associated.encode())
    encoded = {"nonce": nonce, "ciphertext": ciphertext}
    return {"alg": "A256GCM", "kid": key_id} | {name: base64.b64encode(part).decode() for name, part in encoded.items()}


def opened(sealed, part, job_id, keys, queue="vote-extraction"):
    """What was sealed, with the one of the keys that it names."""
    nonce, ciphertext = (base64.b64decode(sealed[name]) for name in ("nonce", "ciphertext"))
    associated = "vote-extractor/1/%s/{%s}/%s" % (part, queue, job_id)
    return json.loads(AESGCM(keys[sealed["kid"]]).decrypt(nonce, ciphertext, associated.encode()))


def enqueue(client, files, key_id, key, queue="vote-extraction"):
    id = str(uuid.uuid4())
    payload = {"sealed": seal({"files": files}, "payload", id, key_id, key, queue)}
    client.lpush("{%s}:jobs" % queue, json.dumps({"version": 1, "id": id, "payload": payload}))
    return id


def take(client, keys, queue="vote-extraction", timeout=60):
    """The next result, with what was sealed of it in its place."""
    return opened_result(json.loads(client.brpop("{%s}:results" % queue, timeout)[1]), keys, queue)


def opened_result(result, keys, queue="vote-extraction"):
    """A result with what was sealed in its place; what somebody without the key has put there is refused.

    One of a failure has nothing that is sealed."""
    clear = {name: value for name, value in result.items() if name != "sealed"}
    if not CLEAR.issuperset(clear):
        raise ValueError("something stands in clear that the worker would have sealed")
    members = opened(result["sealed"], "result", clear["job_id"], keys, queue) if "sealed" in result else {}
    if members and members["status"] != clear["status"]:
        raise ValueError("the status is not the one that the worker sealed")
    return clear | members


if __name__ == "__main__":
    client = redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=70)
    key_id, key = os.environ["SEALING_KEY"].split(":")
    files = [{"uri": "https://example.org/page1.jpg"}, {"uri": "https://example.org/page2.jpg"}]
    print(enqueue(client, files, key_id, base64.b64decode(key)))
