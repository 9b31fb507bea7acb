"""Serves an application on a free port and says where."""

from wsgiref.simple_server import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


def serve(application):
    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    print(f"Listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
