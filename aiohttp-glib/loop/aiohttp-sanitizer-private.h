/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

/* What the sanitizers and valgrind must be told of stacks that they did not see being made. Nothing in other builds. */

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define AIOHTTP_HAVE_ASAN 1
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <sanitizer/lsan_interface.h>
#else
#define AIOHTTP_HAVE_ASAN 0
#endif

#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#define AIOHTTP_HAVE_TSAN 1
#include <sanitizer/tsan_interface.h>
#else
#define AIOHTTP_HAVE_TSAN 0
#endif

#if __has_include(<valgrind/valgrind.h>)
#define AIOHTTP_HAVE_VALGRIND 1
#include <valgrind/valgrind.h>
#else
#define AIOHTTP_HAVE_VALGRIND 0
#endif
