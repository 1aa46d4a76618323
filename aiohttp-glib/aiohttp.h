/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-await.h"
#include "aiohttp-client-response.h"
#include "aiohttp-client-session.h"
#include "aiohttp-connector.h"
#include "aiohttp-error.h"
#include "aiohttp-event-loop.h"
#include "aiohttp-future.h"
#include "aiohttp-gather.h"
#include "aiohttp-macros.h"
#include "aiohttp-protocol-factory.h"
#include "aiohttp-reply.h"
#include "aiohttp-request-options.h"
#include "aiohttp-run.h"
#include "aiohttp-server.h"
#include "aiohttp-sleep.h"
#include "aiohttp-stream-reader.h"
#include "aiohttp-task.h"
#include "aiohttp-tcp-connector.h"
#include "aiohttp-test.h"
#include "aiohttp-version.h"
#include "aiohttp-wait-for.h"
