# SPDX-License-Identifier: Apache-2.0
"""A stand-in for a model's provider that takes its time: slow_model.py SECONDS REPORTS

Serves Gemini's generateContent on a free port of the loopback, which it prints; answers each call after SECONDS with
the reports (JSON). GET /calls tells how many were begun. Ends when its standard input does.
"""

import asyncio
import json
import os
import sys


class SlowModel:
    def __init__(self, seconds, reports):
        content = {"role": "model", "parts": [{"text": reports}]}
        usage = {"promptTokenCount": 1200, "candidatesTokenCount": 300, "totalTokenCount": 1500}
        body = json.dumps({"candidates": [{"content": content, "finishReason": "STOP"}], "usageMetadata": usage})
        self.seconds, self.answer, self.calls = seconds, body.encode(), 0

    async def serve(self, reader, writer):
        """The requests of one connection, one after the other."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
                await reader.readexactly(length)
                if head.startswith(b"POST"):
                    self.calls += 1
                    await asyncio.sleep(self.seconds)
                body = self.answer if head.startswith(b"POST") else str(self.calls).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the worker has left
        finally:
            writer.close()


async def main():
    model = SlowModel(float(sys.argv[1]), sys.argv[2])
    server = await asyncio.start_server(model.serve, "127.0.0.1", 0, limit=1 << 20, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    os._exit(0)  # whatever is still being answered


asyncio.run(main())
