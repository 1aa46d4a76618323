/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-test.h"

/**
 * aiohttp_test_add_coroutine: (skip)
 * @path: the path of the test
 * @func: the coroutine
 */
