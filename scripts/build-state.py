# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Says in one line what a build folder is worth: build-state.py DIR MESON_VERSION [-DNAME=VALUE...]

ready: it can be used; options: it can, once configured with these options; new: there is none yet;
anything else is the reason why it has to be made anew.
"""

import json
import pathlib
import sys


def state(folder, version, wanted):
    if not (folder / 'meson-private').is_dir():
        return 'new'
    try:
        info = json.loads((folder / 'meson-info/meson-info.json').read_text())
        options = json.loads((folder / 'meson-info/intro-buildoptions.json').read_text())
    except (OSError, ValueError):
        return 'its set-up was not finished'
    if info.get('error') or not (folder / 'build.ninja').exists():
        return 'its set-up failed'
    if pathlib.Path(info['directories']['source']) != pathlib.Path.cwd():
        return 'it belongs to another source folder'
    if pathlib.Path(info['directories']['build']) != folder.resolve():
        return 'it was moved here'
    if info['meson_version']['full'] != version:
        return 'it was made by another meson'
    present = {option['name']: option['value'] for option in options}
    for option in wanted:
        name, value = option[len('-D'):].split('=', 1)
        if str(present.get(name)).lower() != value.lower():
            return 'options'
    return 'ready'


print(state(pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
