-- SPDX-License-Identifier: LGPL-2.1-or-later
-- SPDX-FileCopyrightText: The aiohttp-glib authors

-- A connection, and so a handshake, for each request.
wrk.headers['Connection'] = 'close'
