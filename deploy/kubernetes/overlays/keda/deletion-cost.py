# SPDX-License-Identifier: Apache-2.0
"""Writes each worker pod's controller.kubernetes.io/pod-deletion-cost: 0 when idle, else 10 + its oldest job's seconds.

Every ten seconds it reads what workers tell of themselves ({queue}:workers:info in Redis, as role `scaler`) and patches
the pods whose cost changed. Standard library only. A worker's host is its pod's name.
"""

import json
import os
import pathlib
import socket
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

ACCOUNT = pathlib.Path(os.environ.get("ACCOUNT_FOLDER", "/var/run/secrets/kubernetes.io/serviceaccount"))
ANNOTATION = "controller.kubernetes.io/pod-deletion-cost"


def main():
    told = {}
    while True:
        try:
            told = patch_changes(read_costs(), told)
        except (OSError, ValueError) as error:
            print(f"not this time: {error}", file=sys.stderr)
        time.sleep(float(os.environ.get("INTERVAL_SECONDS", "10")))


def read_costs():
    """The cost of each worker's pod."""
    queues = [os.environ.get("VOTE_EXTRACTOR_QUEUE", "vote-extraction")]
    # NAME[=WEIGHT[/CONCURRENCY]], with commas between them, as workers read it.
    queues += [part.split("=")[0].strip() for part in os.environ.get("VOTE_EXTRACTOR_ALSO_QUEUES", "").split(",") if part.strip()]
    costs = {}
    for status in workers(queues):
        ages = [job["for_ms"] for job in status["running"]]
        cost = min(10 + max(ages) // 1000, 2**31 - 1) if ages else 0
        costs[status["host"]] = max(cost, costs.get(status["host"], 0))
    return costs


def workers(queues):
    """The status of each worker of the queues."""
    user = os.environ.get("REDIS_USERNAME", "scaler")
    with connect() as connection, connection.makefile("rb") as replies:
        ask(connection, replies, "AUTH", user, os.environ["REDIS_SCALER_PASSWORD"])
        told = [ask(connection, replies, "HVALS", "{" + queue + "}:workers:info") for queue in queues]
    return [json.loads(status) for statuses in told for status in statuses]


def connect():
    """A connection to Redis; with REDIS_TLS=1 over TLS, its certificate checked (REDIS_CA: an authority of your own)."""
    host, port = os.environ["REDIS_HOST"], int(os.environ.get("REDIS_PORT", "6379"))
    connection = socket.create_connection((host, port), timeout=5)
    if os.environ.get("REDIS_TLS", "0") == "0":
        return connection
    try:
        return ssl.create_default_context(cafile=os.environ.get("REDIS_CA")).wrap_socket(connection, server_hostname=host)
    except BaseException:
        connection.close()
        raise


def ask(connection, replies, *words):
    """Sends a command and reads its reply."""
    parts = [word.encode() for word in words]
    connection.sendall(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(p), p) for p in parts))
    return read_reply(replies)


def read_reply(replies):
    """One reply of Redis: a status, a text or a list of texts."""
    line = replies.readline()
    kind, rest = line[:1], line[1:].strip()
    if kind == b"+":
        return rest
    if kind == b"$":
        return replies.read(int(rest) + 2)[:-2]
    if kind == b"*":
        return [read_reply(replies) for _ in range(int(rest))]
    raise ValueError(f"Redis says {line.decode(errors='replace').strip() or 'nothing'}")


def patch_changes(costs, told):
    """Patches what changed; gives what the cluster knows now."""
    for pod, cost in costs.items():
        if told.get(pod) != cost and not patch(pod, cost):
            costs = {name: value for name, value in costs.items() if name != pod}
    return costs


def patch(pod, cost):
    """Writes one pod's annotation; false if there is no such pod (a worker outside the cluster, or gone)."""
    namespace = (ACCOUNT / "namespace").read_text().strip()
    host, port = os.environ["KUBERNETES_SERVICE_HOST"], os.environ["KUBERNETES_SERVICE_PORT"]
    host = f"[{host}]" if ":" in host else host
    scheme = os.environ.get("KUBERNETES_SCHEME", "https")
    request = urllib.request.Request(
        f"{scheme}://{host}:{port}/api/v1/namespaces/{namespace}/pods/{urllib.parse.quote(pod, safe='')}",
        method="PATCH",
        data=json.dumps({"metadata": {"annotations": {ANNOTATION: str(cost)}}}).encode(),
        headers={
            "Authorization": "Bearer " + (ACCOUNT / "token").read_text().strip(),
            "Content-Type": "application/merge-patch+json",
        },
    )
    context = ssl.create_default_context(cafile=ACCOUNT / "ca.crt") if scheme == "https" else None
    try:
        urllib.request.urlopen(request, timeout=5, context=context).close()
    except urllib.error.HTTPError as error:
        with error:
            if error.code != 404:
                raise
        return False
    return True


main()
