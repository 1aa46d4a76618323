-- SPDX-License-Identifier: LGPL-2.1-or-later
-- SPDX-FileCopyrightText: The aiohttp-glib authors

-- wrk counts each answer of the 16.
local requests

function init()
  requests = string.rep(wrk.format(), 16)
end

function request()
  return requests
end
