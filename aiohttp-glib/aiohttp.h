/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-error.h"
#include "aiohttp-macros.h"
#include "aiohttp-version.h"
