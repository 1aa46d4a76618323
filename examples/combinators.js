/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Promises and futures combined: groups, timeouts, and whichever is done first.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

// Stands for some operation, which fails if the time is odd.
async function work(milliseconds, cancellable = null) {
    await Aiohttp.sleep(milliseconds / 1000, cancellable);
    if (milliseconds % 2)
        throw new RangeError(`${milliseconds} is odd`);
    return milliseconds;
}

print('the quicker:', await Aiohttp.race([work(200), work(2)]));
print('all:', await Aiohttp.all([work(4), work(2)]));
for await (const milliseconds of Aiohttp.as_completed([work(20), work(2)]))
    print(milliseconds, 'ms are over');

try {
    await Aiohttp.task_group(group => {
        group.add(work(3));
        group.add(work(20000, group.cancellable));
    });
} catch (error) {
    print('the group failed:', error.errors[0].message);
}

try {
    await Aiohttp.timeout(0.01, scope => work(20000, scope.cancellable));
} catch (error) {
    print('too slow:', error.message);
}
System.exit(0);
