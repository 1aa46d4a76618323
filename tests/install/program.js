// SPDX-License-Identifier: LGPL-2.1-or-later
// SPDX-FileCopyrightText: The aiohttp-glib authors

import Aiohttp from 'gi://Aiohttp?version=1.0';

print(`aiohttp-glib ${Aiohttp.get_version()}`);
