# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Tasks: their steps, results, names and contexts."""

import asyncio
import contextvars

from libs import Failure
from table import outcome, tasks, with_lib


async def steps(trace, name, count=3):
    for number in range(count):
        trace.append(f'{name}{number}')
        await asyncio.sleep(0)
    return name


@tasks
async def a_task_starts_in_the_next_step(lib, trace):
    task = asyncio.create_task(steps(trace, 'a', 1))
    trace.append('created')
    await task
    trace.append('awaited')


@tasks
async def tasks_take_turns(lib, trace):
    trace.append(await asyncio.gather(*(steps(trace, name) for name in 'abc')))


@tasks
async def tasks_of_different_length(lib, trace):
    await asyncio.gather(steps(trace, 'a', 1), steps(trace, 'b', 4), steps(trace, 'c', 2))


@tasks
async def coroutines_call_coroutines(lib, trace):
    async def inner(number):
        trace.append(f'in {number}')
        await asyncio.sleep(0)
        return number * 2

    async def middle(number):
        found = await inner(number) + await inner(number + 1)
        trace.append('middle')
        return found

    trace.append(await middle(1))


@tasks
async def awaiting_a_coroutine_does_not_yield(lib, trace):
    async def at_once():
        trace.append('at once')

    task = asyncio.create_task(steps(trace, 'task', 1))
    await at_once()
    trace.append('behind')
    await task


@tasks
async def result_and_exception(lib, trace):
    async def fail():
        raise Failure('no')

    good, bad = asyncio.create_task(steps([], 'a')), asyncio.create_task(fail())
    for task in (good, bad):
        trace.append(task.done())
    await asyncio.wait([good, bad])
    trace += [outcome(good), outcome(bad), repr(good.exception()), str(bad.exception())]


@tasks
async def an_exception_passes_through_awaits(lib, trace):
    async def fail():
        await asyncio.sleep(0)
        raise Failure('deep')

    async def middle():
        try:
            await fail()
        finally:
            trace.append('cleaned up')

    try:
        await asyncio.create_task(middle())
    except Failure as error:
        trace.append(str(error))


@tasks
async def callbacks_run_before_who_awaits_later(lib, trace):
    task = asyncio.create_task(steps(trace, 'a', 1))
    task.add_done_callback(lambda task: trace.append('callback'))
    await task
    trace.append('awaited')


@tasks
async def two_await_one_task(lib, trace):
    task = asyncio.create_task(steps(trace, 'a', 2))

    async def wait(name):
        trace.append((name, await task))

    await asyncio.gather(wait('one'), wait('two'))


@tasks
async def names_and_current_task(lib, trace):
    async def tell():
        trace.append(asyncio.current_task().get_name())

    await asyncio.create_task(tell(), name='teller')
    before = len(asyncio.all_tasks())
    task = asyncio.create_task(tell(), name='other')
    trace.append((len(asyncio.all_tasks()) - before, task in asyncio.all_tasks()))
    await task
    trace.append(task in asyncio.all_tasks())


@tasks
async def context_variables_are_inherited(lib, trace):
    variable = contextvars.ContextVar('variable', default='default')

    async def child():
        trace.append(variable.get())
        variable.set('child')
        await asyncio.sleep(0)
        trace.append(variable.get())

    variable.set('parent')
    task = asyncio.create_task(child())
    variable.set('changed later')
    await task
    trace.append(variable.get())


@tasks
async def context_variables_of_callbacks(lib, trace):
    variable = contextvars.ContextVar('variable')
    loop = asyncio.get_running_loop()
    variable.set('then')
    loop.call_soon(lambda: trace.append(variable.get()))
    loop.call_later(0.001, lambda: trace.append(variable.get()))
    variable.set('now')
    await asyncio.sleep(0.01)
    trace.append(variable.get())


@with_lib
async def a_future_wakes_who_awaits(lib, trace):
    future = lib.create_future()

    async def wait(name):
        trace.append((name, await future))

    waiting = [asyncio.ensure_future(wait(name)) for name in 'ab']
    await asyncio.sleep(0)
    trace.append(future.done())
    future.set_result('value')
    trace.append('resolved')
    await asyncio.gather(*waiting)


@with_lib
async def a_future_that_is_done_does_not_wait(lib, trace):
    future = lib.create_future()
    future.set_result('there')
    asyncio.get_running_loop().call_soon(trace.append, 'loop')
    trace.append(await future)
    await asyncio.sleep(0)


@with_lib
async def a_failed_future_raises(lib, trace):
    future = lib.create_future()
    asyncio.get_running_loop().call_soon(future.set_exception, Failure('no'))
    for _ in range(2):
        try:
            await future
        except Failure as error:
            trace.append(str(error))


@with_lib
async def a_cancelled_future_cancels_who_awaits(lib, trace):
    future = lib.create_future()
    asyncio.get_running_loop().call_soon(future.cancel)
    try:
        await future
    except asyncio.CancelledError:
        trace.append('cancelled')
    trace.append(asyncio.current_task().cancelling())


@with_lib
async def sleeps_end_by_time(lib, trace):
    async def sleep(seconds):
        await lib.sleep(seconds)
        trace.append(seconds)

    await asyncio.gather(*map(sleep, (0.02, 0.001, 0.01)))


@tasks
async def the_end_of_the_run_cancels_the_rest(lib, trace):
    async def work():
        try:
            await asyncio.sleep(60)
        finally:
            trace.append('cleaned up')

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    trace.append(task.done())
