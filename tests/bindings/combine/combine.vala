/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Combined futures in Vala.

using Aiohttp;

Future future_of (string? value, uint milliseconds = 0) {
  var future = new Future ();
  Timeout.add (milliseconds, () => {
    if (value != null)
      future.set_string (value);
    else
      future.set_error (new IOError.BUSY ("busy"));
    return Source.REMOVE;
  });
  return future;
}

async void race () throws Error {
  AsyncResult[] futures = { future_of ("slow", 50000), future_of ("quick") };
  assert ((yield Aiohttp.race (futures)) == 1);
  assert ((yield Aiohttp.any ({ future_of (null), future_of ("value", 2) })) == 1);
  assert (yield Aiohttp.all ({ future_of ("a"), future_of ("b") }));
  try {
    yield Aiohttp.race ({ future_of (null), futures[0] });
    assert_not_reached ();
  } catch (IOError.BUSY error) {
  }
  assert ((yield Aiohttp.wait (futures, 0, ReturnWhen.ALL_COMPLETED)) == 1);
  assert ((yield Aiohttp.wait (futures, -1, ReturnWhen.FIRST_COMPLETED)) == 1);
}

async void as_completed () throws Error {
  var a = new Future ();
  var b = new Future ();
  var completed = new AsCompleted ({ b, a }, -1);
  a.set_string ("a");
  b.set_string ("b");
  var text = "";
  AsyncResult? next;
  while ((next = yield completed.next ()) != null)
    text += ((Future) next).propagate_string ();
  assert (text == "ab");
}

async void timeout () throws Error {
  var scope = new TimeoutScope (0.001);
  try {
    yield Aiohttp.sleep (50, scope.get_cancellable ());
    assert_not_reached ();
  } catch (IOError.CANCELLED error) {
    assert (scope.close ());
  }
  var inner = new Future ();
  shield (inner).cancel ();
  assert (!inner.is_done ());
  try {
    yield wait_for (inner, 0.001);
    assert_not_reached ();
  } catch (IOError.TIMED_OUT error) {
    assert (inner.is_cancelled ());
  }
}

async void task_group () throws Error {
  var group = new TaskGroup ();
  group.add (future_of ("a"));
  assert (yield group.join (true));

  group = new TaskGroup ();
  var slow = new Future ();
  group.add (slow);
  group.add (future_of (null, 1));
  try {
    yield group.join (true);
    assert_not_reached ();
  } catch (IOError.BUSY error) {
    assert (slow.is_cancelled ());
    assert (group.get_n_errors () == 1);
  }
}

void context_var () throws Error {
  var variable = new ContextVar ("var", null);
  assert (variable.get_string () == null);
  variable.set_string ("one");
  var token = variable.set ("two");
  assert (variable.get ().get_string () == "two");
  variable.reset (token);
  assert (variable.get_string () == "one");
}

class Echo : Protocol {
  private StreamTransport transport;

  public override void connection_made (StreamTransport transport) {
    this.transport = transport;
  }

  public override void data_received (Bytes data) {
    try {
      transport.write (data);
    } catch (Error error) {
      assert_not_reached ();
    }
  }

  public override void connection_lost (Error? error) {
    transport = null;
  }
}

class Caller : Protocol {
  public string received = "";
  public SourceFunc lost;

  public override void data_received (Bytes data) {
    received += ((string) data.get_data ()).substring (0, (long) data.get_size ());
  }

  public override void connection_lost (Error? error) {
    lost ();
  }
}

async void connection () throws Error {
  var loop = get_event_loop ();
  var server = yield loop.create_server (new FunctionFactory (() => new Echo ()), "127.0.0.1", 0);
  var caller = new Caller ();
  caller.lost = connection.callback;
  var transport = yield loop.create_connection (caller, "127.0.0.1", server.get_port ());
  transport.write (new Bytes ("hello".data));
  transport.write_eof ();
  yield;
  assert (caller.received == "hello");
  server.close ();
}

async void executor () throws Error {
  var here = Thread.self<bool> ();
  var moved = false;
  var future = get_event_loop ().run_in_executor_future (() => {
    moved = Thread.self<bool> () != here;
    return new Variant.int32 (42);
  });
  yield future.await ();
  Value value;
  future.propagate_value (out value);
  assert (moved && value.dup_variant ().get_int32 () == 42);
  future = get_event_loop ().run_in_executor_future (() => {
    throw new IOError.BUSY ("busy");
  });
  try {
    yield future.await ();
    assert_not_reached ();
  } catch (IOError.BUSY error) {
  }
}

async void run_all () throws Error {
  context_var ();
  yield race ();
  print ("ok 1 context variables, race, any, all, wait\n");
  yield as_completed ();
  print ("ok 2 as_completed\n");
  yield timeout ();
  print ("ok 3 timeout, shield, wait_for\n");
  yield task_group ();
  print ("ok 4 task group\n");
  yield executor ();
  yield connection ();
  print ("ok 5 run_in_executor, create_connection, create_server\n");
}

int main () {
  var loop = new MainLoop ();
  print ("1..5\n");
  run_all.begin ((source, result) => {
    try {
      run_all.end (result);
    } catch (Error error) {
      print ("Bail out! %s\n", error.message);
    }
    loop.quit ();
  });
  loop.run ();
  return 0;
}
