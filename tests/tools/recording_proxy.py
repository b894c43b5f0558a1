"""A proxy before a test server that writes down what is asked: operation, time, and the whole request, so that it can be asked again.

  with RecordingProxy(backend_url) as proxy: proxy.url, proxy.requests (a list of Request, in order of arrival), proxy.clear()
"""
import collections
import http.client
import socketserver
import threading
import time
from http.server import BaseHTTPRequestHandler

Request = collections.namedtuple('Request', 'at operation method path headers body status')


def operation_of(method, path, headers, body):
    """DynamoDB_20120810.DescribeTable -> dynamodb:DescribeTable; REST calls are service:METHOD /path/shape."""
    scope = headers.get('Authorization', '').partition('Credential=')[2].split('/')
    service = scope[3] if len(scope) > 3 else '?'
    target = headers.get('X-Amz-Target', '')
    if target:
        return f'{service}:{target.split(".")[-1]}'
    for part in body.decode('utf-8', 'replace').split('&'):
        if part.startswith('Action='):
            return f'{service}:{part[7:]}'
    return f'{service}:{method} {path.split("?")[0].split("/")[1] if path != "/" else ""}'


class RecordingProxy(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, backend):
        super().__init__(('127.0.0.1', 0), Handler)
        self.backend = backend.split('//')[1]
        self.lock = threading.Lock()
        self.requests = []
        self.url = 'http://127.0.0.1:%d' % self.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.shutdown()
        self.server_close()

    def clear(self):
        with self.lock:
            taken, self.requests = self.requests, []
        return taken


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *unused):
        pass

    def forward(self):
        arrived = time.time()
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        backend = http.client.HTTPConnection(self.server.backend, timeout=120)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ('host', 'connection', 'expect')}
        backend.request(self.command, self.path, body, headers)
        answer = backend.getresponse()
        text = answer.read()
        with self.server.lock:
            self.server.requests.append(Request(arrived, operation_of(self.command, self.path, self.headers, body), self.command, self.path,
                                                headers, body, answer.status))
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ('connection', 'transfer-encoding', 'content-length', 'date', 'server'):
                self.send_header(name, value)
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(text)
        backend.close()

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = forward
