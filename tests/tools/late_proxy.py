"""A proxy before a test server that answers late: late enough to kill the client after the server has acted.

Every `every`-th changing call (drawn anew between 1 and `most` each time, from a seed) is forwarded, its answer is held back, the
calls that are under way meanwhile are let through to the server, and then the client is killed with SIGKILL. No answer of
those calls ever arrives.
"""
import http.client
import os
import random
import signal
import socketserver
import threading
from http.server import BaseHTTPRequestHandler

READS = ('Get', 'List', 'Describe')


def operation_of(handler, body):
    target = handler.headers.get('X-Amz-Target', '')
    if target:
        return target.split('.')[-1]
    for part in body.decode('utf-8', 'replace').split('&'):
        if part.startswith('Action='):
            return part[7:]
    return handler.command


class LateProxy(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, backend, seed, most=4):
        super().__init__(('127.0.0.1', 0), Handler)
        self.backend = backend.split('//')[1]
        self.random = random.Random(seed)
        self.most = most
        self.lock = threading.Condition()
        self.client = None      # process id
        self.left = 0           # changing calls until the next kill
        self.inside = 0         # calls at the server
        self.killing = False
        self.kills = 0
        self.forwarded = 0
        self.url = 'http://127.0.0.1:%d' % self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def watch(self, process_id):
        with self.lock:
            self.client, self.killing = process_id, False
            self.left = self.random.randint(1, self.most)

    def calm(self):
        """No more kills."""
        with self.lock:
            self.client, self.killing = None, False


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True

    def log_message(self, *unused):
        pass

    def do_POST(self):
        proxy = self.server
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        changing = not operation_of(self, body).startswith(READS)
        with proxy.lock:
            if proxy.killing:
                self.close_connection = True
                return  # sent too late: the server never sees it
            kill = False
            if changing and proxy.client:
                proxy.left -= 1
                kill = proxy.left <= 0
            if kill:
                proxy.killing = True
            proxy.inside += 1
            proxy.forwarded += 1
        try:
            backend = http.client.HTTPConnection(proxy.backend, timeout=60)
            headers = {k: v for k, v in self.headers.items() if k.lower() not in ('connection', 'host')}
            headers['Host'] = proxy.backend
            backend.request(self.command, self.path, body, headers)
            answer = backend.getresponse()
            content = answer.read()
        finally:
            with proxy.lock:
                proxy.inside -= 1
                proxy.lock.notify_all()
        with proxy.lock:
            if kill:
                proxy.lock.wait_for(lambda: proxy.inside == 0, timeout=60)
                try:
                    os.kill(proxy.client, signal.SIGKILL)
                    proxy.kills += 1
                except ProcessLookupError:
                    pass
                self.close_connection = True
                return
            if proxy.killing:
                self.close_connection = True
                return
        try:
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ('connection', 'transfer-encoding', 'content-length'):
                    self.send_header(name, value)
            self.send_header('Content-Length', str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            self.close_connection = True

    do_GET = do_POST
