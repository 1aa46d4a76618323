/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-channel-private.h"

G_BEGIN_DECLS

/* How a connection is made to one of several addresses: by happy eyeballs (RFC 8305). */
typedef struct
{
  GSocketAddress *local_address; /* NULL: any */
  double delay;                  /* seconds before the next address is tried beside; negative: only after a failure */
  double timeout;                /* seconds for each attempt; 0: none */
} AiohttpRaceOptions;

typedef struct _AiohttpConnectRace AiohttpConnectRace;

/* The attempt that has won: the position of its address, and when it began, on the clock of the reactor's wheel. */
typedef struct
{
  guint address;
  gint64 began;
} AiohttpRaceWinner;

/* Either a plain channel (taken, which wants nothing) and whose it is, or an error. The race is gone. */
typedef void (*AiohttpConnectRaceFunc) (AiohttpChannel *channel, const AiohttpRaceWinner *winner, GError *error,
                                        gpointer data);

/* Tries `addresses` (GSocketAddress, not empty) as they come. `func` is called on the main stack, never before this
 * returns. */
AiohttpConnectRace *
aiohttp_connect_race_start (AiohttpReactor *reactor, GPtrArray *addresses, const AiohttpRaceOptions *options,
                            AiohttpConnectRaceFunc func, gpointer data);
void aiohttp_connect_race_cancel (AiohttpConnectRace *self);

/* The addresses with their families taking turns, that of the first one first (RFC 8305, 4). */
GPtrArray *aiohttp_connect_race_interleave (GPtrArray *addresses);

G_END_DECLS
