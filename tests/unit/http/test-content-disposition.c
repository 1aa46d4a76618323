/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-content-disposition-private.h"

#include <string.h>

#include "aiohttp-params-private.h"

typedef struct
{
  const char *path;
  const char *field;
  const char *type;     /* NULL: malformed */
  const char *name;     /* NULL: any */
  const char *filename; /* NULL: none */
} DispositionCase;

static const DispositionCase cases[] = {
  { "form-data", "form-data; name=\"a\"", "form-data", "a", NULL },
  { "file", "form-data; name=\"a\"; filename=\"b.txt\"", "form-data", "a", "b.txt" },
  { "case", "Form-Data; Name=a; FileName=b", "form-data", "a", "b" },
  { "attachment", "attachment", "attachment", NULL, NULL },
  { "token", "attachment; filename=foo.html", "attachment", NULL, "foo.html" },
  { "empty-filename", "form-data; name=a; filename=\"\"", "form-data", "a", "" },
  { "escapes", "attachment; filename=\"a\\\"b\\\\c\"", "attachment", NULL, "a\"b\\c" },
  { "semicolon", "attachment; filename=\"a;b.txt\"", "attachment", NULL, "a;b.txt" },
  { "old-windows-path", "form-data; name=f; filename=\"C:\\dir\\file.txt\"", "form-data", "f", "C:\\dir\\file.txt" },
  { "leading-slashes", "attachment; filename=\"//\\/etc/passwd\"", "attachment", NULL, "etc/passwd" },
  { "dots-stay", "attachment; filename=\"../x\"", "attachment", NULL, "../x" },
  { "utf8", "attachment; filename=\"\xe2\x82\xac.txt\"", "attachment", NULL, "€.txt" },
  { "latin1", "attachment; filename=\"caf\xe9\"", "attachment", NULL, "café" },
  { "unquoted-with-spaces", "attachment; filename=my file.txt; x=y", "attachment", NULL, "my file.txt" },
  { "unquoted-not-a-token", "attachment; filename=a(b)@c", "attachment", NULL, "a(b)@c" },
  { "percent-is-itself", "attachment; filename=\"a%20b\"", "attachment", NULL, "a%20b" },
  { "space-around-equals", "attachment; filename = \"a\"", "attachment", NULL, "a" },
  { "empty-parameters", "attachment;; filename=a ;", "attachment", NULL, "a" },
  { "rfc5987/utf8", "attachment; filename*=UTF-8''%e2%82%ac%20rates", "attachment", NULL, "€ rates" },
  { "rfc5987/latin1", "attachment; filename*=iso-8859-1'en'%A3%20rates", "attachment", NULL, "£ rates" },
  { "rfc5987/wins", "attachment; filename=\"plain\"; filename*=UTF-8''better", "attachment", NULL, "better" },
  { "rfc5987/wins-before", "attachment; filename*=UTF-8''better; filename=\"plain\"", "attachment", NULL, "better" },
  { "rfc5987/not-utf8", "attachment; filename=plain; filename*=UTF-8''%ff", "attachment", NULL, "plain" },
  { "rfc5987/no-charset", "attachment; filename=plain; filename*=better", "attachment", NULL, "plain" },
  { "rfc5987/unknown-charset", "attachment; filename=plain; filename*=x-none''a", "attachment", NULL, "plain" },
  { "rfc5987/bad-percent", "attachment; filename*=UTF-8''a%zzb%4", "attachment", NULL, "a%zzb%4" },
  { "rfc5987/nul", "attachment; filename*=UTF-8''a%00b", "attachment", NULL, NULL },
  { "rfc5987/slash", "attachment; filename*=UTF-8''%2fetc%2fpasswd", "attachment", NULL, "etc/passwd" },
  { "rfc2231/pieces", "attachment; filename*0=\"foo\"; filename*1=\".html\"", "attachment", NULL, "foo.html" },
  { "rfc2231/out-of-order", "attachment; filename*1=\"b\"; filename*0=\"a\"", "attachment", NULL, "ab" },
  { "rfc2231/gap", "attachment; filename*0=\"a\"; filename*2=\"c\"", "attachment", NULL, "a" },
  { "rfc2231/no-first", "attachment; filename*1=\"a\"", "attachment", NULL, NULL },
  { "rfc2231/leading-zero", "attachment; filename*0=\"a\"; filename*01=\"b\"", "attachment", NULL, "a" },
  { "rfc2231/encoded", "attachment; filename*0*=UTF-8''%e2%82; filename*1*=%ac", "attachment", NULL, "€" },
  { "rfc2231/mixed", "attachment; filename*0*=UTF-8''%41; filename*1=\"b\"", "attachment", NULL, "Ab" },
  { "rfc2231/any-name", "form-data; name*=UTF-8''%41", "form-data", "A", NULL },
  { "malformed/empty", "", NULL, NULL, NULL },
  { "malformed/no-type", "; filename=a", NULL, NULL, NULL },
  { "malformed/twice", "attachment; filename=a; filename=b", NULL, NULL, NULL },
  { "malformed/no-equals", "attachment; filename", NULL, NULL, NULL },
  { "malformed/no-name", "attachment; =a", NULL, NULL, NULL },
  { "malformed/no-value", "attachment; filename=", NULL, NULL, NULL },
  { "malformed/quote-without-end", "attachment; filename=\"a", NULL, NULL, NULL },
  { "malformed/behind-quotes", "attachment; filename=\"a\"b", NULL, NULL, NULL },
  { "malformed/comma", "attachment, filename=a", NULL, NULL, NULL },
  { "malformed/type", "\"inline\"; filename=a", NULL, NULL, NULL },
};

static void
test_case (gconstpointer data)
{
  const DispositionCase *row = data;
  g_auto (AiohttpContentDisposition) disposition = { NULL, NULL };

  g_assert_true (aiohttp_content_disposition_parse (row->field, &disposition) == (row->type != NULL));
  g_assert_cmpstr (disposition.type, ==, row->type);
  g_assert_cmpstr (aiohttp_content_disposition_get_filename (&disposition), ==, row->filename);
  if (row->name != NULL)
    g_assert_cmpstr (aiohttp_content_disposition_get (&disposition, "name"), ==, row->name);
}

static void
test_params (void)
{
  const struct
  {
    const char *field, *value;
  } rows[] = {
    { "text/html; charset=utf-8", "utf-8" },
    { "text/html;charset=\"utf-8\"", "utf-8" },
    { "text/html; x=\"; charset=no\"; CharSet=yes", "yes" },
    { "text/html; charset = a", "a" },
    { "text/html", NULL },
    { "text/html; charset", NULL },
    { "text/html; nocharset=a", NULL },
    { "text/html; x y; charset=a", "a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *value = aiohttp_params_dup (rows[i].field, "charset");

      g_assert_cmpstr (value, ==, rows[i].value);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/content-disposition/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/content-disposition/params", test_params);
  return g_test_run ();
}
