# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""One table of what applications are made of, in every language: middlewares, hooks, items, resources, views,
sub-applications, forms, loggers.

usage: app_table.py LANGUAGE COMMAND…   (the command serves on a free port and prints its URL)
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import server_table

FORM = 'Content-Type: application/x-www-form-urlencoded'
MULTIPART = 'Content-Type: multipart/form-data; boundary=b'
UPLOAD = (b'--b\r\nContent-Disposition: form-data; name=title\r\n\r\nT\xc3\xb6\r\n'
          b'--b\r\nContent-Disposition: form-data; name=file; filename=f.txt\r\n\r\nabc\r\n--b--\r\n')

# As in server_table.py. The trace of a request's middlewares is its X-Trace.
TABLE = [
    # Middlewares: two classes with before and after, one of them waiting, a class with process, a function.
    ('middleware-order', 'GET /', b'', 200, b'(Hello)', {'has': ['x-trace: plain> async> full> func> <func <full <async <plain']}),
    ('middleware-async-handler', 'GET /late', b'', 200, b'(late)', {'has': ['x-trace: plain> async> full> func> <func']}),
    ('middleware-404', 'GET /nowhere', b'', 404, None, {'has': ['x-trace: plain> async> full> func> <func <full']}),
    ('before-answers', 'GET /\nX-Before: answer', b'', 200, b'before', {'has': ['x-trace: plain> <plain']}),
    ('async-before-answers', 'GET /\nX-Async: answer', b'', 200, b'async before', {'has': ['x-trace: plain> async> <async <plain']}),
    ('before-fails', 'GET /\nX-Before: fail', b'', 403, b'before', {'has': ['x-trace: plain> <plain']}),
    ('async-before-fails', 'GET /\nX-Async: fail', b'', 403, b'async before', {'has': ['x-trace: plain> async> <async <plain']}),
    ('process-fails', 'GET /\nX-Full: fail', b'', 500, None, {'log': 'secret', 'hides': b'secret'}),
    ('next-twice', 'GET /\nX-Full: twice', b'', 500, None, {'log': r'(?i)once|twice|already'}),
    ('route-middleware', 'GET /routed', b'', 200, b'(routed)', {'has': ['x-route: yes']}),
    ('error-seen', 'GET /crash', b'', 500, None, {'has': ['x-error: secret'], 'log': 'secret', 'hides': b'(secret'}),
    ('prepared', 'GET /', b'', 200, None, {'has': ['x-prepared: yes']}),
    # Hooks have run, items are there.
    ('started', 'GET /started', b'', 200, b'enter one,enter two,startup', {}),
    ('item', 'GET /item', b'', 200, b'42', {}),
    ('sub-item', 'GET /admin/item', b'', 200, b'43 outer', {}),
    ('frozen', 'GET /frozen', b'', 200, b'refused', {}),
    # Names, URLs, lists.
    ('url-for', 'GET /urls', b'', 200, b'/users/5?a=%26&b=x%20y /admin/users/%C3%B6', {}),
    ('route-list', 'GET /routes', b'', 200, b'GET,HEAD /users/{id}', {}),
    ('bad-pattern', 'GET /bad-pattern', b'', 200, b'refused', {}),
    ('typed', 'GET /typed/12', b'', 200, b'int 12', {}),
    ('regex', 'GET /typed/ab', b'', 200, b'regex ab', {}),
    ('tail', 'GET /typed/a/b%2Fc', b'', 200, b'tail a/b/c', {}),
    # Resources of a program's own.
    ('custom-resource', 'GET /custom/x', b'', 200, b'custom GET', {}),
    ('custom-resource-async', 'POST /custom/later', b'', 200, b'custom later', {}),
    ('custom-resource-fails', 'GET /custom/fail', b'', 410, b'gone', {}),
    # Views.
    ('view', 'GET /view/7', b'', 200, b'get 7', {}),
    ('view-head', 'HEAD /view/7', b'', 200, b'', {'has': ['content-length: 5']}),
    ('view-async', 'POST /view/7', b'text', 201, b'post text', {}),
    ('view-fails', 'DELETE /view/7', b'', 409, b'in use', {}),
    ('view-crash', 'PUT /view/7', b'', 500, None, {'log': 'secret', 'hides': b'secret'}),
    ('view-405', 'PATCH /view/7', b'', 405, None, {'has': ['allow: delete,get,head,post,put']}),
    ('view-derived', 'GET /derived/7', b'', 200, b'get 7', {}),
    ('view-derived-more', 'PATCH /derived/7', b'', 200, b'patch', {}),
    ('view-derived-405', 'OPTIONS /derived/7', b'', 405, None, {'has': ['allow: delete,get,head,patch,post,put']}),
    ('view-stream', 'GET /view-stream', b'', 200, b'3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n', {'only': ['python', 'js']}),
    # Applications in applications.
    ('sub-app', 'GET /admin/', b'', 200, b'admin', {'has': ['x-sub: yes', 'x-trace: plain> async> full> func> sub> <sub']}),
    ('sub-app-404', 'GET /admin/nowhere', b'', 404, None, {'has': ['x-sub: yes']}),
    ('domain', 'GET /\nHost: api.example.org', b'', 200, b'domain', {}),
    ('other-domain', 'GET /\nHost: example.org', b'', 200, b'Hello', {}),
    # Forms.
    ('form', f'POST /form\n{FORM}', b'a=1&a=2&b=x+y', 200, b'1,2 x y', {}),
    ('upload', f'POST /upload\n{MULTIPART}', UPLOAD, 200, 'Tö f.txt 3 abc'.encode(), {}),
    ('parts', f'POST /parts\n{MULTIPART}', UPLOAD, 200, 'title=Tö,file=abc'.encode(), {}),
    ('broken-form', f'POST /upload\n{MULTIPART}', b'--b\r\n', 400, None, {}),
    # An access logger of the program's own.
    ('access-log', 'GET /logged', b'', 404, None, {'log': r'ACCESS /logged 404'}),
    ('expect', 'POST /expect\nExpect: 100-continue', b'x', 403, b'no', {}),
]

ENDS = ['shutdown', 'leave two', 'leave one', 'cleanup']


class Server(server_table.Server):
    def stop(self):
        status = super().stop()
        said = self.process.stdout.read().decode().split('\n')
        trace = [line for line in said if line in ENDS]
        return status or (trace != ENDS and f'ended by {said}')


def main(language, *command):
    return server_table.main(language, *command, table=TABLE, server_class=Server)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
