# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""gather, wait, as_completed, wait_for, timeout, shield, TaskGroup."""

import asyncio

from libs import Failure
from table import name, outcome, outcomes, settle, started, tasks, with_lib


async def after(turns, value, trace=None):
    """`value` after so many turns; an exception is raised."""
    try:
        for _ in range(turns):
            await asyncio.sleep(0)
    except asyncio.CancelledError:
        if trace is not None:
            trace.append(('cancelled', value))
        raise
    if trace is not None:
        trace.append(('after', turns))
    if isinstance(value, Exception):
        raise value
    return value


async def for_ever(trace, title):
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        trace.append(('cancelled', title))
        raise


@tasks
async def gather_keeps_the_order(lib, trace):
    trace.append(await asyncio.gather(after(3, 'a', trace), after(1, 'b', trace), after(2, 'c', trace)))


@tasks
async def gather_nothing(lib, trace):
    trace.append(await asyncio.gather())


@tasks
async def gather_fails_with_the_first_and_the_rest_goes_on(lib, trace):
    rest = asyncio.ensure_future(after(4, 'rest', trace))
    try:
        await asyncio.gather(rest, after(2, Failure('second'), trace), after(1, Failure('first'), trace))
    except Failure as error:
        trace.append(str(error))
    trace.append(rest.done())
    trace.append(await rest)


@tasks
async def gather_return_exceptions(lib, trace):
    found = await asyncio.gather(after(1, 'a'), after(2, Failure('no')), return_exceptions=True)
    trace.append(list(map(str, found)))


@tasks
async def gather_with_one_cancelled(lib, trace):
    inner = await started(for_ever(trace, 'one'), for_ever(trace, 'two'))
    gathered = asyncio.gather(*inner)
    inner[0].cancel()
    trace += await outcomes([gathered])
    trace.append(inner[1].done())


@tasks
async def gather_with_one_cancelled_return_exceptions(lib, trace):
    inner = await started(for_ever(trace, 'one'), after(1, 'two'))
    gathered = asyncio.gather(*inner, return_exceptions=True)
    inner[0].cancel()
    first, second = await gathered
    trace += [name(first), second]


@tasks
async def gather_the_same_twice(lib, trace):
    task = asyncio.ensure_future(after(1, 'once', trace))
    trace.append(await asyncio.gather(task, task))


@with_lib
async def gather_futures(lib, trace):
    futures = [lib.create_future() for _ in range(3)]

    async def value(future):
        return await future

    gathered = asyncio.gather(*map(value, futures))
    await settle()
    for number in (2, 0, 1):
        futures[number].set_result(number)
    trace.append(await gathered)


@tasks
async def gather_cancelled_as_a_future(lib, trace):
    gathered = asyncio.gather(for_ever(trace, 'one'), for_ever(trace, 'two'))
    await settle()
    trace.append(gathered.cancel())
    trace += await outcomes([gathered])


@with_lib
async def wait_for_the_first(lib, trace):
    futures = await started(asyncio.sleep(60), after(20, 'quick'), asyncio.sleep(60))
    done, pending = await lib.wait(futures, return_when=asyncio.FIRST_COMPLETED)
    trace += [len(done), len(pending), futures[1] in done]


@with_lib
async def wait_for_the_first_exception(lib, trace):
    futures = [asyncio.ensure_future(work) for work in (after(1, 'a'), after(9, Failure('no')), for_ever(trace, 'c'))]
    done, pending = await lib.wait(futures, return_when=asyncio.FIRST_EXCEPTION)
    trace += [len(done), len(pending), futures[2] in pending]
    trace += map(outcome, futures[:2])


@with_lib
async def wait_for_the_first_exception_without_any(lib, trace):
    done, pending = await lib.wait([asyncio.ensure_future(after(turns, turns)) for turns in (1, 2)],
                                       return_when=asyncio.FIRST_EXCEPTION)
    trace += [len(done), len(pending)]


@with_lib
async def wait_for_all(lib, trace):
    done, pending = await lib.wait([asyncio.ensure_future(after(*pair)) for pair in ((1, Failure('no')), (3, 2))])
    trace += [sorted(map(str, map(outcome, done))), len(pending)]


@with_lib
async def wait_with_a_timeout(lib, trace):
    futures = await started(for_ever(trace, 'slow'), after(1, 'quick'))
    done, pending = await lib.wait(futures, timeout=0.005)
    trace += [[outcome(future) for future in done], futures[0] in pending, futures[0].done()]


@tasks
async def as_completed_in_the_order_of_their_ends(lib, trace):
    for future in asyncio.as_completed([after(5, 'a'), after(1, 'b'), after(3, 'c')]):
        trace.append(await future)


@tasks
async def as_completed_with_a_failure(lib, trace):
    for future in asyncio.as_completed([after(3, 'good'), after(1, Failure('bad'))]):
        try:
            trace.append(await future)
        except Failure as error:
            trace.append(str(error))


@tasks
async def as_completed_with_a_timeout(lib, trace):
    inner = await started(for_ever(trace, 'slow'), after(1, 'quick'))
    for future in asyncio.as_completed(inner, timeout=0.005):
        try:
            trace.append(await future)
        except asyncio.TimeoutError:
            trace.append('TimeoutError')
    trace.append(inner[0].done())


@tasks
async def wait_for_in_time(lib, trace):
    trace.append(await asyncio.wait_for(after(2, 'in time'), 60))
    try:
        await asyncio.wait_for(after(2, Failure('no')), 60)
    except Failure as error:
        trace.append(str(error))


@tasks
async def wait_for_too_long(lib, trace):
    try:
        await asyncio.wait_for(for_ever(trace, 'inner'), 0.002)
    except asyncio.TimeoutError:
        trace.append('TimeoutError')
    trace.append(asyncio.current_task().cancelling())


@tasks
async def wait_for_no_time_at_all(lib, trace):
    done = asyncio.get_running_loop().create_future()
    done.set_result('there')
    trace.append(await asyncio.wait_for(done, 0))
    for seconds in (0, -1):
        try:
            await asyncio.wait_for(for_ever(trace, 'inner'), seconds)
        except asyncio.TimeoutError:
            trace.append('TimeoutError')


@tasks
async def wait_for_one_that_is_cancelled(lib, trace):
    inner, = await started(for_ever(trace, 'inner'))
    waiting, = await started(asyncio.wait_for(inner, 60))
    inner.cancel()
    trace += await outcomes([waiting])


@tasks
async def wait_for_one_that_cleans_up(lib, trace):
    async def slow():
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.005)
            trace.append('cleaned up')

    try:
        await asyncio.wait_for(slow(), 0.001)
    except asyncio.TimeoutError:
        trace.append('TimeoutError')


@tasks
async def wait_for_one_that_fails_while_it_is_cancelled(lib, trace):
    async def stubborn():
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise Failure('on the way out') from None

    try:
        await asyncio.wait_for(stubborn(), 0.001)
    except Failure as error:
        trace.append(str(error))


@with_lib
async def timeout_in_time(lib, trace):
    async with lib.timeout(60) as scope:
        await asyncio.sleep(0)
    trace.append(scope.expired())


@with_lib
async def timeout_too_long(lib, trace):
    try:
        async with lib.timeout(0.002) as scope:
            await for_ever(trace, 'inside')
    except asyncio.TimeoutError:
        trace += ['TimeoutError', scope.expired()]
    trace.append(asyncio.current_task().cancelling())


@with_lib
async def timeout_of_nothing(lib, trace):
    for seconds in (0, -1):
        try:
            async with lib.timeout(seconds):
                trace.append('runs to its first await')
                await asyncio.sleep(60)
        except asyncio.TimeoutError:
            trace.append('TimeoutError')


@with_lib
async def timeout_without_an_end(lib, trace):
    async with lib.timeout(None) as scope:
        await asyncio.sleep(0)
        trace.append((scope.when(), scope.expired()))


@with_lib
async def timeout_nested_the_inner_ends_first(lib, trace):
    async with lib.timeout(60) as outer:
        try:
            async with lib.timeout(0.002) as inner:
                await asyncio.sleep(60)
        except asyncio.TimeoutError:
            trace.append((outer.expired(), inner.expired()))
        await asyncio.sleep(0)
        trace.append('goes on')


@with_lib
async def timeout_nested_the_outer_ends_first(lib, trace):
    try:
        async with lib.timeout(0.002) as outer:
            try:
                async with lib.timeout(60) as inner:
                    await asyncio.sleep(60)
            except asyncio.TimeoutError:
                trace.append('never')
            finally:
                trace.append((outer.expired(), inner.expired()))
    except asyncio.TimeoutError:
        trace.append('outer')


@with_lib
async def timeout_nested_and_both_are_over(lib, trace):
    try:
        async with lib.timeout(-1) as outer:
            try:
                async with lib.timeout(-2) as inner:
                    await asyncio.sleep(60)
            except asyncio.TimeoutError:
                trace.append('inner')
                await asyncio.sleep(0)
                trace.append('never')
    except asyncio.TimeoutError:
        trace.append('outer')
    trace += [outer.expired(), inner.expired()]


@with_lib
async def timeout_put_off(lib, trace):
    loop = asyncio.get_running_loop()
    async with lib.timeout(60) as scope:
        scope.reschedule(None)
        trace.append(scope.when())
    try:
        async with lib.timeout(None) as scope:
            scope.reschedule(loop.time() + 0.002)
            await asyncio.sleep(60)
    except asyncio.TimeoutError:
        trace.append('TimeoutError')


@with_lib
async def timeout_and_a_cancel_from_outside(lib, trace):
    async def work():
        async with lib.timeout(60):
            await asyncio.sleep(60)

    task, = await started(work())
    task.cancel()
    trace += await outcomes([task])
    trace.append(task.cancelling())


@with_lib
async def timeout_with_another_error(lib, trace):
    try:
        async with lib.timeout(0.001):
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                raise Failure('instead') from None
    except Failure as error:
        trace.append(str(error))


@with_lib
async def shield_lets_through(lib, trace):
    trace.append(await lib.shield(after(2, 'value')))
    try:
        await lib.shield(after(2, Failure('no')))
    except Failure as error:
        trace.append(str(error))


@with_lib
async def shield_of_one_that_is_cancelled(lib, trace):
    inner, = await started(for_ever(trace, 'inner'))
    shielded = lib.shield(inner)
    inner.cancel()
    trace += await outcomes([shielded])


@with_lib
async def shield_under_a_timeout(lib, trace):
    inner = asyncio.ensure_future(asyncio.sleep(0.01, 'value'))
    try:
        await asyncio.wait_for(lib.shield(inner), 0.001)
    except asyncio.TimeoutError:
        trace.append(inner.done())
    trace.append(await inner)


@with_lib
async def task_group_waits_for_all(lib, trace):
    async with lib.TaskGroup() as group:
        found = [group.create_task(after(turns, turns, trace)) for turns in (3, 1)]
        trace.append('body')
    trace += [task.result() for task in found]


@with_lib
async def task_group_cancels_the_rest_at_the_first_failure(lib, trace):
    async def work():
        async with lib.TaskGroup() as group:
            group.create_task(for_ever(trace, 'one'))
            group.create_task(after(2, Failure('first'), trace))
            group.create_task(for_ever(trace, 'two'))

    try:
        await work()
    except ExceptionGroup as group:
        trace.sort()  # the group is a set
        trace.append(list(map(str, group.exceptions)))


@with_lib
async def task_group_gathers_errors(lib, trace):
    async def fail_late():
        try:
            await asyncio.sleep(60)
        finally:
            raise Failure('while cancelled')

    try:
        async with lib.TaskGroup() as group:
            group.create_task(fail_late())
            group.create_task(after(2, Failure('first')))
    except ExceptionGroup as group:
        trace.append(sorted(map(str, group.exceptions)))


@with_lib
async def task_group_whose_body_fails(lib, trace):
    try:
        async with lib.TaskGroup() as group:
            group.create_task(for_ever(trace, 'inner'))
            await asyncio.sleep(0)
            raise Failure('body')
    except ExceptionGroup as group:
        trace.append(list(map(str, group.exceptions)))


@with_lib
async def task_group_interrupts_its_body(lib, trace):
    try:
        async with lib.TaskGroup() as group:
            group.create_task(after(2, Failure('child')))
            await for_ever(trace, 'body')
    except ExceptionGroup as group:
        trace.append(list(map(str, group.exceptions)))


@with_lib
async def task_group_with_one_cancelled(lib, trace):
    async with lib.TaskGroup() as group:
        one = group.create_task(for_ever(trace, 'one'))
        two = group.create_task(after(3, 'two', trace))
        await asyncio.sleep(0)
        one.cancel()
    trace += map(outcome, (one, two))


@with_lib
async def task_group_in_a_task_group(lib, trace):
    async def inner():
        async with lib.TaskGroup() as group:
            group.create_task(for_ever(trace, 'inner'))

    try:
        async with lib.TaskGroup() as group:
            group.create_task(inner())
            group.create_task(after(4, Failure('outer')))
    except ExceptionGroup as group:
        trace.append(list(map(str, group.exceptions)))


@with_lib
async def task_group_starts_more_from_a_task(lib, trace):
    async with lib.TaskGroup() as group:
        async def grow(depth):
            trace.append(depth)
            if depth < 3:
                group.create_task(grow(depth + 1))

        group.create_task(grow(0))
