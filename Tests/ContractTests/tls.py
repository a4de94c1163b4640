# SPDX-License-Identifier: Apache-2.0
"""A proxy with TLS before a server that has none, as deployments put one before the dashboard."""

import http.client
import socket
import ssl
import subprocess
import threading


class TLSProxy:
    """Ends TLS on loopback, and tells the server behind it where a request came from, as nginx does with
    `proxy_set_header X-Forwarded-For $remote_addr` and `proxy_set_header Host $host`."""

    def __init__(self, folder, port, name):
        self.name = name
        self._behind = port
        key, self.certificate = f"{folder}/tls.key", f"{folder}/tls.pem"
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        command += ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out", self.certificate]
        subprocess.run(command, check=True, capture_output=True)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.certificate, key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                plain, peer = self._listener.accept()
            except OSError:
                return  # closed
            threading.Thread(target=self._relay, args=(plain, peer[0]), daemon=True).start()

    def _relay(self, plain, peer):
        try:
            with self._context.wrap_socket(plain, server_side=True) as client, socket.create_connection(("127.0.0.1", self._behind)) as server:
                head = b""
                while b"\r\n\r\n" not in head and (part := client.recv(65536)):
                    head += part
                lines, _, rest = head.partition(b"\r\n\r\n")
                # One request a connection: the others would lack the header.
                kept = [line for line in lines.split(b"\r\n") if not line.lower().startswith((b"connection:", b"x-forwarded-for:"))]
                kept += [b"X-Forwarded-For: " + peer.encode(), b"X-Forwarded-Proto: https", b"Connection: close"]
                server.sendall(b"\r\n".join(kept) + b"\r\n\r\n" + rest)
                back = threading.Thread(target=self._pump, args=(server, client), daemon=True)
                back.start()
                self._pump(client, server)
                back.join()
        except OSError:
            pass  # either side has gone

    @staticmethod
    def _pump(source, sink):
        try:
            while part := source.recv(65536):
                sink.sendall(part)
            sink.shutdown(socket.SHUT_WR)
        except (OSError, ValueError):
            pass

    def ask(self, method, path, body=None, **headers):
        """One request under the proxy's name, on a connection of its own: status, headers and body."""
        context = ssl.create_default_context(cafile=self.certificate)
        connection = http.client.HTTPSConnection(self.name, self.port, context=context, timeout=60)
        connection._create_connection = lambda address, *rest: socket.create_connection(("127.0.0.1", self.port), 60)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        reply = connection.getresponse()
        try:
            return reply.status, reply.headers, reply.read().decode()
        finally:
            connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.close()
