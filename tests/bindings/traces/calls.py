# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The order of callbacks, of an event loop and of futures."""

import asyncio

from libs import Failure
from table import calls, calls_of_asyncio


def run_for_a_while(loop):
    loop.call_later(0.02, loop.stop)
    loop.run_forever()


@calls
def call_soon_in_order(loop, trace):
    for name in 'abc':
        loop.call_soon(trace.append, name)
    loop.call_soon(loop.stop)
    loop.run_forever()


@calls
def call_soon_from_a_callback_comes_last(loop, trace):
    def first():
        trace.append('first')
        loop.call_soon(trace.append, 'third')

    loop.call_soon(first)
    loop.call_soon(trace.append, 'second')
    run_for_a_while(loop)


@calls
def call_soon_never_runs_at_once(loop, trace):
    def outer():
        loop.call_soon(trace.append, 'inner')
        trace.append('outer')

    loop.call_soon(outer)
    run_for_a_while(loop)


@calls
def call_soon_cancelled(loop, trace):
    handles = [loop.call_soon(trace.append, name) for name in 'abc']
    handles[1].cancel()
    trace.append([handle.cancelled() if callable(getattr(handle, 'cancelled', None)) else handle.is_cancelled()
                  for handle in handles])
    run_for_a_while(loop)


@calls
def call_soon_cancelled_by_the_one_before(loop, trace):
    handles = []
    loop.call_soon(lambda: (trace.append('first'), handles[0].cancel()))
    handles.append(loop.call_soon(trace.append, 'never'))
    loop.call_soon(trace.append, 'last')
    run_for_a_while(loop)


@calls
def call_soon_threadsafe_in_order(loop, trace):
    for name in 'abc':
        loop.call_soon_threadsafe(trace.append, name)
    run_for_a_while(loop)


@calls
def call_later_by_time(loop, trace):
    for delay in (0.012, 0.004, 0.008):
        loop.call_later(delay, trace.append, delay)
    run_for_a_while(loop)


@calls
def call_later_cancelled(loop, trace):
    handles = [loop.call_later(delay, trace.append, delay) for delay in (0.002, 0.004, 0.006)]
    handles[1].cancel()
    run_for_a_while(loop)


@calls
def call_later_cancelled_by_an_earlier_one(loop, trace):
    later = loop.call_later(0.004, trace.append, 'never')
    loop.call_later(0.002, lambda: (trace.append('first'), later.cancel()))
    run_for_a_while(loop)


@calls
def call_later_cancelled_when_both_are_due(loop, trace):
    second = loop.call_at(loop.time() - 1, trace.append, 'never')
    loop.call_at(loop.time() - 2, lambda: (trace.append('first'), second.cancel()))
    run_for_a_while(loop)


@calls
def call_at_in_the_past_by_time(loop, trace):
    now = loop.time()
    for ago in (1, 3, 2):
        loop.call_at(now - ago, trace.append, ago)
    run_for_a_while(loop)


@calls
def what_is_ready_comes_before_a_timer_that_is_due(loop, trace):
    loop.call_at(loop.time() - 1, trace.append, 'timer')
    loop.call_soon(trace.append, 'soon')
    run_for_a_while(loop)


@calls
def a_timer_that_is_due_comes_before_what_a_callback_adds(loop, trace):
    loop.call_at(loop.time() - 1, trace.append, 'timer')
    loop.call_soon(lambda: loop.call_soon(trace.append, 'added'))
    run_for_a_while(loop)


@calls
def call_later_from_a_timer(loop, trace):
    loop.call_later(0.002, lambda: (trace.append('one'), loop.call_later(0.002, trace.append, 'two')))
    run_for_a_while(loop)


@calls
def stop_ends_the_turn_first(loop, trace):
    loop.call_soon(trace.append, 'before')
    loop.call_soon(loop.stop)
    loop.call_soon(lambda: (trace.append('behind'), loop.call_soon(trace.append, 'in the next run')))
    loop.run_forever()
    trace.append('stopped')
    run_for_a_while(loop)


@calls
def stop_before_the_run(loop, trace):
    loop.call_soon(trace.append, 'one turn')
    loop.stop()
    loop.run_forever()
    trace.append('stopped')
    trace.append(loop.is_running())


@calls
def running_and_closed(loop, trace):
    trace.append((loop.is_running(), loop.is_closed()))
    loop.call_soon(lambda: trace.append((loop.is_running(), loop.is_closed())))
    run_for_a_while(loop)
    loop.close()
    trace.append((loop.is_running(), loop.is_closed()))


@calls_of_asyncio
def an_exception_in_a_callback(loop, trace):
    loop.set_exception_handler(lambda loop, context: trace.append(repr(context['exception'])))
    loop.call_soon(trace.append, 'before')
    loop.call_soon(lambda: 1 // 0)
    loop.call_soon(trace.append, 'behind')
    run_for_a_while(loop)


@calls
def run_until_complete_gives_the_result(loop, trace):
    future = loop.create_future()
    loop.call_soon(future.set_result, 42)
    trace.append(loop.run_until_complete(future))


@calls
def run_until_complete_raises(loop, trace):
    future = loop.create_future()
    loop.call_soon(future.set_exception, Failure('no'))
    try:
        loop.run_until_complete(future)
    except Failure as error:
        trace.append(str(error))


@calls
def run_until_complete_of_one_that_is_done(loop, trace):
    future = loop.create_future()
    future.set_result('there')
    trace.append(loop.run_until_complete(future))


@calls
def run_until_complete_of_one_that_is_cancelled(loop, trace):
    future = loop.create_future()
    loop.call_soon(future.cancel)
    try:
        loop.run_until_complete(future)
    except asyncio.CancelledError:
        trace.append('cancelled')


@calls
def done_callbacks_in_order(loop, trace):
    future = loop.create_future()
    for name in 'abc':
        future.add_done_callback(lambda future, name=name: trace.append((name, future.result())))
    loop.call_soon(future.set_result, 1)
    run_for_a_while(loop)


@calls
def done_callbacks_come_through_the_loop(loop, trace):
    future = loop.create_future()
    future.add_done_callback(lambda future: trace.append('called'))

    def resolve():
        future.set_result(None)
        trace.append('resolved')

    loop.call_soon(resolve)
    run_for_a_while(loop)


@calls
def done_callbacks_and_call_soon_take_turns(loop, trace):
    future = loop.create_future()
    future.add_done_callback(lambda future: trace.append('done'))

    def resolve():
        loop.call_soon(trace.append, 'before')
        future.set_result(None)
        loop.call_soon(trace.append, 'behind')

    loop.call_soon(resolve)
    run_for_a_while(loop)


@calls
def done_callback_of_one_that_is_done(loop, trace):
    future = loop.create_future()
    future.set_result('early')
    future.add_done_callback(lambda future: trace.append(future.result()))
    trace.append('added')
    run_for_a_while(loop)


@calls
def done_callback_added_by_a_done_callback(loop, trace):
    future = loop.create_future()
    future.add_done_callback(
        lambda future: (trace.append('one'), future.add_done_callback(lambda future: trace.append('three'))))
    future.add_done_callback(lambda future: trace.append('two'))
    future.set_result(None)
    run_for_a_while(loop)


@calls
def done_callback_removed(loop, trace):
    future = loop.create_future()

    def unwanted(future):
        trace.append('never')

    future.add_done_callback(lambda future: trace.append('one'))
    future.add_done_callback(unwanted)
    future.add_done_callback(lambda future: trace.append('two'))
    trace.append(future.remove_done_callback(unwanted))
    future.set_result(None)
    run_for_a_while(loop)


@calls
def futures_resolved_in_another_order(loop, trace):
    futures = [loop.create_future() for _ in range(3)]
    for number, future in enumerate(futures):
        future.add_done_callback(lambda future, number=number: trace.append(number))
    for number in (2, 0, 1):
        futures[number].set_result(None)
    run_for_a_while(loop)


@calls
def a_future_is_done_once(loop, trace):
    future = loop.create_future()
    future.set_result(1)
    for again in (lambda: future.set_result(2), lambda: future.set_exception(Failure('no'))):
        try:
            again()
        except asyncio.InvalidStateError:
            trace.append('InvalidStateError')
    trace.append((future.cancel(), future.cancelled(), future.result()))


@calls
def a_cancelled_future(loop, trace):
    future = loop.create_future()
    future.add_done_callback(lambda future: trace.append(('called', future.cancelled())))
    trace.append((future.cancel(), future.done(), future.cancelled()))
    trace.append(future.cancel())
    for ask in (future.result, future.exception):
        try:
            ask()
        except asyncio.CancelledError:
            trace.append('CancelledError')
    try:
        future.set_result(1)
    except asyncio.InvalidStateError:
        trace.append('InvalidStateError')
    run_for_a_while(loop)


@calls
def a_pending_future_has_no_result(loop, trace):
    future = loop.create_future()
    for ask in (future.result, future.exception):
        try:
            ask()
        except asyncio.InvalidStateError:
            trace.append('InvalidStateError')
    trace.append((future.done(), future.cancelled()))


@calls
def a_failed_future(loop, trace):
    future = loop.create_future()
    future.set_exception(Failure('no'))
    trace.append((future.done(), future.cancelled(), str(future.exception())))
    for _ in range(2):
        try:
            future.result()
        except Failure as error:
            trace.append(str(error))
