"""A proxy before a test server that keeps what is asked, and kills the client at a request of one's choice.

  proxy = RequestProxy(moto.url); proxy.url, proxy.log (['GET states/app.tfstate 200', 'PutItem 200', …])
  proxy.refuse = 'PUT states/app.tfstate'     is answered with AccessDenied from now on
  proxy.watch(pid, 3, 'after')     kills the process with SIGKILL at the third request, 'before' or 'after' the server has acted
"""
import http.client
import os
import signal
import socketserver
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler


class RequestProxy(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, backend):
        super().__init__(('127.0.0.1', 0), Handler)
        self.backend = backend.split('//')[1]
        self.url = 'http://127.0.0.1:%d' % self.server_address[1]
        self.lock = threading.Lock()
        self.log = []
        self.refuse = ''
        self.clear()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def watch(self, process_id, number, when):
        with self.lock:
            self.left, self.when = number, when
            self.client = process_id

    def clear(self):
        with self.lock:
            self.client, self.left, self.when, self.killed = None, 0, '', ''

    def take_log(self):
        with self.lock:
            log, self.log = self.log, []
            return log


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True

    def log_message(self, *unused):
        pass

    def kill(self, proxy, what):
        proxy.killed = what
        os.kill(proxy.client, signal.SIGKILL)
        proxy.client = None
        self.close_connection = True

    def go(self):
        proxy = self.server
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        target = self.headers.get('X-Amz-Target', '').split('.')[-1]
        path = urllib.parse.urlparse(self.path)
        prefix = urllib.parse.parse_qs(path.query).get('prefix')
        what = target or (f'LIST {prefix[0]}' if prefix else f'{self.command} {urllib.parse.unquote(path.path)[1:]}')
        with proxy.lock:
            mine = False
            if proxy.client is not None:
                proxy.left -= 1
                mine = proxy.left == 0
            if mine and proxy.when == 'before':
                self.kill(proxy, 'before ' + what)
                return
        if proxy.refuse and what == proxy.refuse:
            answer = b'<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'
            self.send_response(403)
            self.send_header('Content-Length', str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
            return
        server = http.client.HTTPConnection(proxy.backend, timeout=60)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ('connection', 'host')}
        headers['Host'] = proxy.backend
        server.request(self.command, self.path, body, headers)
        answer = server.getresponse()
        content = answer.read()
        with proxy.lock:
            proxy.log.append(f'{what} {answer.status}')
            if mine:
                self.kill(proxy, 'after ' + what)
                return
        try:
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ('connection', 'transfer-encoding', 'content-length'):
                    self.send_header(name, value)
            if answer.status not in (204, 304):
                self.send_header('Content-Length', answer.getheader('Content-Length', '0') if self.command == 'HEAD' else str(len(content)))
            self.end_headers()
            if self.command != 'HEAD' and answer.status not in (204, 304):
                self.wfile.write(content)
        except OSError:
            self.close_connection = True

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = go
