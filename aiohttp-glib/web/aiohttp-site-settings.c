/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-site-settings-private.h"

AiohttpSiteSettings *
aiohttp_site_settings_new (void)
{
  AiohttpSiteSettings *self = g_new0 (AiohttpSiteSettings, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

AiohttpSiteSettings *
aiohttp_site_settings_ref (AiohttpSiteSettings *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
aiohttp_site_settings_unref (AiohttpSiteSettings *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_object (&self->tls);
  g_free (self);
}
