/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-barrier.h"

#include "aiohttp-wait-list-private.h"

/**
 * AiohttpBarrier:
 *
 * Lets a number of coroutines and operations wait for each other, and then go on together.
 *
 * Those who arrive wait until the last of them has arrived; then all go on, each with a number of its own from 0. The
 * barrier can then be used again: who arrives before all have left waits for the next round. A party that is
 * cancelled has not arrived.
 *
 * [method@Aiohttp.Barrier.reset] starts over, and [method@Aiohttp.Barrier.abort] breaks the barrier until it is reset;
 * in either case those who wait fail with `AIOHTTP_ERROR_BROKEN_BARRIER`.
 *
 * A barrier is used in one thread: the first that uses it.
 *
 * |[<!-- language="C" -->
 * place = aiohttp_barrier_wait (race->start, error);
 * if (place == 0)
 *   g_print ("Here we go\n");
 * ]|
 *
 * asyncio: `Barrier`.
 *
 * Since: 0.1
 */

typedef enum
{
  FILLING,
  DRAINING,  /* complete, until all have left */
  RESETTING, /* those who waited have failed, until all have left */
  BROKEN,
} State;

struct _AiohttpBarrier
{
  GObject parent_instance;

  AiohttpWaitList filling;
  AiohttpWaitList entering; /* for the next round */
  State state;
  guint parties;
  guint count;
};

enum
{
  PROP_0,
  PROP_PARTIES,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpBarrier, aiohttp_barrier, G_TYPE_OBJECT)

/* Of wait_async. */
typedef struct
{
  guint64 ticket;
  guint index;
} Arrival;

static gboolean
check_not_broken (AiohttpBarrier *self, GError **error)
{
  if (self->state != BROKEN && self->state != RESETTING)
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_BROKEN_BARRIER, "The barrier was %s",
               self->state == BROKEN ? "aborted" : "reset");
  return FALSE;
}

/* TRUE for somebody new if all places are taken, or promised to those who wait to enter. */
static gboolean
must_wait_to_enter (AiohttpBarrier *self)
{
  return self->state == DRAINING || self->state == RESETTING ||
         (self->state == FILLING && self->count + self->entering.n_picked >= self->parties);
}

static void
wake_entering (AiohttpBarrier *self)
{
  while (self->state == FILLING && self->count + self->entering.n_picked < self->parties &&
         aiohttp_wait_list_pick (&self->entering))
    ;
}

static void
leave (AiohttpBarrier *self)
{
  if (--self->count == 0 && self->state != BROKEN)
    self->state = FILLING;
  wake_entering (self);
}

/* Arrives: TRUE if that was the last one, who does not wait. */
static gboolean
enter (AiohttpBarrier *self, guint *index)
{
  *index = self->count++;
  if (self->count < self->parties)
    return FALSE;
  self->state = DRAINING;
  aiohttp_wait_list_pick_all (&self->filling);
  leave (self);
  return TRUE;
}

/* The turn of somebody who waited for the others. */
static gboolean
pass (AiohttpBarrier *self, gboolean woken, GError **error)
{
  gboolean ok = woken && check_not_broken (self, error);

  leave (self);
  return ok;
}

static void
aiohttp_barrier_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpBarrier *self = AIOHTTP_BARRIER (object);

  switch (id)
    {
    case PROP_PARTIES:
      g_value_set_uint (value, self->parties);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_barrier_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpBarrier *self = AIOHTTP_BARRIER (object);

  switch (id)
    {
    case PROP_PARTIES:
      self->parties = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_barrier_class_init (AiohttpBarrierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aiohttp_barrier_get_property;
  object_class->set_property = aiohttp_barrier_set_property;

  /**
   * AiohttpBarrier:parties: (getter get_parties)
   *
   * How many wait for each other.
   *
   * Since: 0.1
   */
  properties[PROP_PARTIES] = g_param_spec_uint ("parties", NULL, NULL, 1, G_MAXUINT, 1,
                                                G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_barrier_init (AiohttpBarrier *self)
{
}

/**
 * aiohttp_barrier_new:
 * @parties: how many wait for each other, at least 1
 *
 * Creates a barrier.
 *
 * Returns: (transfer full): the barrier
 *
 * Since: 0.1
 */
AiohttpBarrier *
aiohttp_barrier_new (guint parties)
{
  g_return_val_if_fail (parties > 0, NULL);

  return g_object_new (AIOHTTP_TYPE_BARRIER, "parties", parties, NULL);
}

/**
 * aiohttp_barrier_get_parties: (get-property parties)
 * @self: a barrier
 *
 * Gets how many wait for each other.
 *
 * asyncio: `Barrier.parties`.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_barrier_get_parties (AiohttpBarrier *self)
{
  g_return_val_if_fail (AIOHTTP_IS_BARRIER (self), 0);

  return self->parties;
}

/**
 * aiohttp_barrier_get_n_waiting:
 * @self: a barrier
 *
 * Gets how many have arrived and wait for the others.
 *
 * asyncio: `Barrier.n_waiting`.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_barrier_get_n_waiting (AiohttpBarrier *self)
{
  g_return_val_if_fail (AIOHTTP_IS_BARRIER (self), 0);

  return self->state == FILLING ? self->count : 0;
}

/**
 * aiohttp_barrier_is_broken:
 * @self: a barrier
 *
 * Tells whether the barrier was aborted, and not reset since.
 *
 * asyncio: `Barrier.broken`.
 *
 * Returns: whether it is broken
 *
 * Since: 0.1
 */
gboolean
aiohttp_barrier_is_broken (AiohttpBarrier *self)
{
  g_return_val_if_fail (AIOHTTP_IS_BARRIER (self), FALSE);

  return self->state == BROKEN;
}

static void
on_complete (GTask *task, gboolean picked, GError *error)
{
  const Arrival *arrival = g_task_get_task_data (task);

  if (pass (g_task_get_source_object (task), error == NULL, &error))
    g_task_return_int (task, arrival->index);
  else
    g_task_return_error (task, error);
}

static void
arrive (GTask *task, gboolean picked, GError *error)
{
  AiohttpBarrier *self = g_task_get_source_object (task);
  Arrival *arrival = g_task_get_task_data (task);

  if (error != NULL)
    {
      wake_entering (self);
      g_task_return_error (task, error);
    }
  else if (must_wait_to_enter (self))
    aiohttp_wait_list_wait_async (&self->entering, AIOHTTP_WAIT_NORMAL, &arrival->ticket, task, arrive);
  else if (!check_not_broken (self, &error))
    g_task_return_error (task, error);
  else if (enter (self, &arrival->index))
    g_task_return_int (task, arrival->index);
  else
    aiohttp_wait_list_wait_async (&self->filling, AIOHTTP_WAIT_NORMAL, NULL, task, on_complete);
}

/**
 * aiohttp_barrier_wait_async:
 * @self: a barrier
 * @cancellable: (nullable): gives the wait up: this party has then not arrived
 * @callback: (scope async) (closure user_data): called when all have arrived
 * @user_data: passed to @callback
 *
 * Arrives at the barrier, and waits for the others.
 *
 * Since: 0.1
 */
void
aiohttp_barrier_wait_async (AiohttpBarrier *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_BARRIER (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = aiohttp_wait_list_enter_async (&self->filling, self, "aiohttp_barrier_wait_async", aiohttp_barrier_wait_async,
                                        cancellable, callback, user_data);
  if (task == NULL)
    return;
  g_task_set_task_data (task, g_new0 (Arrival, 1), g_free);
  arrive (task, FALSE, NULL);
}

/**
 * aiohttp_barrier_wait_finish:
 * @self: a barrier
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.Barrier.wait_async].
 *
 * Returns: the number of this party, from 0 in the order of arrival; -1 with `AIOHTTP_ERROR_BROKEN_BARRIER`,
 *   `G_IO_ERROR_CANCELLED` or `AIOHTTP_ERROR_WRONG_THREAD`
 *
 * Since: 0.1
 */
gssize
aiohttp_barrier_wait_finish (AiohttpBarrier *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_BARRIER (self), -1);

  return aiohttp_result_propagate_int (result, self, aiohttp_barrier_wait_async, error);
}

/**
 * aiohttp_barrier_wait: (skip)
 * @self: a barrier
 * @error: where to put the error
 *
 * Arrives at the barrier, and suspends the calling coroutine until the others have arrived too. The last one goes on
 * at once.
 *
 * asyncio: `Barrier.wait()`.
 *
 * Returns: the number of this party, from 0 in the order of arrival; -1 with `AIOHTTP_ERROR_BROKEN_BARRIER`,
 *   `G_IO_ERROR_CANCELLED`, `AIOHTTP_ERROR_WRONG_THREAD`, `AIOHTTP_ERROR_NOT_IN_COROUTINE` or
 *   `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gssize
aiohttp_barrier_wait (AiohttpBarrier *self, GError **error)
{
  G_GNUC_UNUSED g_autoptr (AiohttpBarrier) held = NULL;
  guint64 ticket = 0;
  gboolean picked, woken;
  guint index;

  g_return_val_if_fail (AIOHTTP_IS_BARRIER (self), -1);

  if (!aiohttp_wait_list_enter (&self->filling, "aiohttp_barrier_wait()", error))
    return -1;
  held = g_object_ref (self);
  while (must_wait_to_enter (self))
    if (!aiohttp_wait_list_wait (&self->entering, AIOHTTP_WAIT_NORMAL, &ticket, &picked, error))
      {
        wake_entering (self);
        return -1;
      }
  if (!check_not_broken (self, error))
    return -1;
  if (enter (self, &index))
    return index;
  woken = aiohttp_wait_list_wait (&self->filling, AIOHTTP_WAIT_NORMAL, NULL, &picked, error);
  return pass (self, woken, error) ? (gssize) index : -1;
}

/**
 * aiohttp_barrier_reset:
 * @self: a barrier
 *
 * Empties the barrier: those who wait fail with `AIOHTTP_ERROR_BROKEN_BARRIER`, and it can be used again, also after
 * an abort.
 *
 * asyncio: `Barrier.reset()`, which is a coroutine there.
 *
 * Since: 0.1
 */
void
aiohttp_barrier_reset (AiohttpBarrier *self)
{
  g_return_if_fail (AIOHTTP_IS_BARRIER (self));

  if (!aiohttp_wait_list_check_or_complain (&self->filling, "aiohttp_barrier_reset()"))
    return;
  self->state = self->count > 0 ? RESETTING : FILLING;
  aiohttp_wait_list_pick_all (&self->filling);
  wake_entering (self);
}

/**
 * aiohttp_barrier_abort:
 * @self: a barrier
 *
 * Breaks the barrier: those who wait, and those who arrive until it is reset, fail with
 * `AIOHTTP_ERROR_BROKEN_BARRIER`.
 *
 * asyncio: `Barrier.abort()`, which is a coroutine there.
 *
 * Since: 0.1
 */
void
aiohttp_barrier_abort (AiohttpBarrier *self)
{
  g_return_if_fail (AIOHTTP_IS_BARRIER (self));

  if (!aiohttp_wait_list_check_or_complain (&self->filling, "aiohttp_barrier_abort()"))
    return;
  self->state = BROKEN;
  aiohttp_wait_list_pick_all (&self->filling);
  aiohttp_wait_list_pick_all (&self->entering);
}
