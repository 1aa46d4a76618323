// SPDX-License-Identifier: LGPL-2.1-or-later
// SPDX-FileCopyrightText: The aiohttp-glib authors

int main () {
    print ("aiohttp-glib %s\n", Aiohttp.get_version ());
    return 0;
}
