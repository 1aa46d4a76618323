/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "interop-server.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <glib/gstdio.h>

/* A port that was free a moment ago may be another test's by now. */
#define MAX_TRIES 10

struct _InteropServer
{
  char *folder;
  char *token; /* nobody else has it */
  guint16 port;
  guint16 tls_port;
  GSubprocess *process;
  GSocket *listening; /* what it inherits; NULL: it binds by itself */
};

typedef struct
{
  const char *program;
  /* Writes what it needs into the folder, and gives its arguments. */
  GPtrArray *(*prepare) (InteropServer *self, gconstpointer data);
  gboolean (*is_ready) (InteropServer *self);
  gboolean inherits;
} Kind;

static GSocket *
bind_any (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_true (g_socket_bind (socket, address, TRUE, NULL));
  return socket;
}

static guint16
get_local_port (GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

static char *
find_program (const char *name)
{
  char *path = g_find_program_in_path (name);
  g_autofree char *other = g_build_filename ("/usr/sbin", name, NULL);

  if (path == NULL && g_file_test (other, G_FILE_TEST_IS_EXECUTABLE))
    path = g_steal_pointer (&other);
  return path;
}

char *
interop_server_dup_log (InteropServer *self)
{
  g_autofree char *path = g_build_filename (self->folder, "log", NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text != NULL ? text : g_strdup ("");
}

static void
write_file (InteropServer *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (parent, 0755);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* What comes for GET of /token, up to its end; NULL where nobody listens. */
static char *
ask_for_token (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  GString *answer;
  char buffer[1024];
  gssize n;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 10);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  if (connection == NULL || !g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                                        "GET /token HTTP/1.0\r\n\r\n", 23, NULL, NULL, NULL))
    return NULL;
  answer = g_string_new (NULL);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer, NULL,
                                   NULL)) > 0)
    g_string_append_len (answer, buffer, n);
  return g_string_free (answer, FALSE);
}

static gboolean
is_running (InteropServer *self)
{
  return g_subprocess_get_identifier (self->process) != NULL;
}

static void
die_with_parent (gpointer data)
{
#ifdef __linux__
  prctl (PR_SET_PDEATHSIG, SIGTERM);
#endif
}

static void
pass_time (void)
{
  g_usleep (20000);
}

static void
stop (InteropServer *self)
{
  if (self->process == NULL)
    return;
  if (is_running (self))
    g_subprocess_send_signal (self->process, SIGTERM);
  for (guint i = 0; i < 500 && is_running (self); i++)
    pass_time ();
  if (is_running (self))
    g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

/* FALSE: it did not start, its port is another's maybe. */
static gboolean
start (InteropServer *self, const Kind *kind, const char *program, gconstpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSocket) http = bind_any ();
  g_autoptr (GSocket) https = bind_any ();
  g_autofree char *log = g_build_filename (self->folder, "log", NULL);
  g_autoptr (GPtrArray) arguments = NULL;
  g_autoptr (GError) error = NULL;

  self->port = get_local_port (http);
  self->tls_port = get_local_port (https);
  arguments = kind->prepare (self, data);
  g_ptr_array_insert (arguments, 0, g_strdup (program));
  g_ptr_array_add (arguments, NULL);
  g_subprocess_launcher_set_stdout_file_path (launcher, log);
  g_subprocess_launcher_set_flags (launcher, G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  g_subprocess_launcher_set_cwd (launcher, self->folder);
  if (kind->inherits)
    {
      g_assert_true (g_socket_listen (http, NULL));
      g_subprocess_launcher_take_fd (launcher, dup (g_socket_get_fd (http)), 3);
    }
  else
    {
      g_socket_close (http, NULL);
    }
  g_socket_close (https, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments->pdata, &error);
  g_assert_no_error (error);
  while (is_running (self))
    {
      if (kind->is_ready (self))
        return TRUE;
      pass_time ();
    }
  stop (self);
  return FALSE;
}

static InteropServer *
server_new (const Kind *kind, gconstpointer data)
{
  g_autofree char *program = find_program (kind->program);
  InteropServer *self;

  if (program == NULL)
    return NULL;
  self = g_new0 (InteropServer, 1);
  self->token = g_uuid_string_random ();
  self->folder = g_dir_make_tmp ("aiohttp-interop-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  g_chmod (self->folder, 0755);
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_autofree char *log = NULL;

      if (start (self, kind, program, data))
        return self;
      log = interop_server_dup_log (self);
      g_test_message ("%s did not start: %s", program, log);
    }
  g_error ("%s does not start", program);
}

static void
remove_folder (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (path);
}

void
interop_server_free (InteropServer *self)
{
  stop (self);
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->token);
  g_free (self);
}

guint16
interop_server_get_port (InteropServer *self)
{
  return self->port;
}

guint16
interop_server_get_tls_port (InteropServer *self)
{
  return self->tls_port;
}

char *
interop_server_make_url (InteropServer *self, const char *path)
{
  return g_strdup_printf ("http://127.0.0.1:%u%s", self->port, path);
}

const char *
interop_server_get_folder (InteropServer *self)
{
  return self->folder;
}

static GPtrArray *
make_arguments (const char *first, ...)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);
  va_list list;

  va_start (list, first);
  for (const char *at = first; at != NULL; at = va_arg (list, const char *))
    g_ptr_array_add (arguments, g_strdup (at));
  va_end (list);
  return arguments;
}

/* httpbin, by gunicorn */

static GPtrArray *
prepare_httpbin (InteropServer *self, gconstpointer data)
{
  return make_arguments ("--bind", "fd://3", "--threads", "8", "--keep-alive", "60", "--graceful-timeout", "1",
                         "--worker-tmp-dir", self->folder, "httpbin:app", NULL);
}

/* It listened before it started; its first answer comes when it serves. */
static gboolean
is_httpbin_ready (InteropServer *self)
{
  g_autofree char *answer = ask_for_token (self->port);

  return answer != NULL && g_str_has_prefix (answer, "HTTP/1.");
}

InteropServer *
interop_httpbin_new (void)
{
  const Kind kind = { "gunicorn", prepare_httpbin, is_httpbin_ready, TRUE };
  const char *const folders[] = { "/usr/lib/python3/dist-packages/httpbin", NULL };

  return g_file_test (folders[0], G_FILE_TEST_IS_DIR) ? server_new (&kind, NULL) : NULL;
}

/* nginx */

static const char nginx_conf[] =
    "daemon off; master_process off; pid @FOLDER@/pid; error_log stderr warn;\n"
    "events { }\n"
    "http {\n"
    "  access_log off; default_type text/plain; server_tokens off;\n"
    "  client_body_temp_path @FOLDER@/body; proxy_temp_path @FOLDER@/proxy; fastcgi_temp_path @FOLDER@/fastcgi;\n"
    "  uwsgi_temp_path @FOLDER@/uwsgi; scgi_temp_path @FOLDER@/scgi;\n"
    "  server {\n"
    "    listen 127.0.0.1:@PORT@;\n"
    "    @TLS@\n"
    "    root @FOLDER@/www;\n"
    "    location = /token { return 200 @TOKEN@; }\n"
    "    location = /about { return 200 \"$server_protocol $connection_requests $ssl_protocol $ssl_server_name\"; }\n"
    "    location = /connection { return 200 $connection; }\n"
    "    location = /method { return 200 \"$request_method $http_x_test $args\"; }\n"
    "    location = /moved { return 301 /about; }\n"
    "    location = /small { alias @FOLDER@/put/small; client_max_body_size 1k; dav_methods PUT; }\n"
    "    location /zipped/ { alias @FOLDER@/www/; gzip on; gzip_min_length 1; gzip_types *; }\n"
    "    location /put/ { alias @FOLDER@/put/; client_max_body_size 16m; dav_methods PUT DELETE; }\n"
    "    location /secret/ { alias @FOLDER@/www/; auth_basic secret; auth_basic_user_file @FOLDER@/users; }\n"
    "  }\n"
    "}\n";

static char *
substitute (const char *text, const char *const *pairs)
{
  g_autoptr (GString) all = g_string_new (text);

  for (; pairs[0] != NULL; pairs += 2)
    g_string_replace (all, pairs[0], pairs[1], 0);
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static GPtrArray *
prepare_nginx (InteropServer *self, gconstpointer certificate_file)
{
  g_autofree char *port = g_strdup_printf ("%u", self->port);
  g_autofree char *tls =
      certificate_file != NULL
          ? g_strdup_printf ("listen 127.0.0.1:%u ssl http2; ssl_protocols TLSv1.3; ssl_certificate %s; "
                             "ssl_certificate_key %s;",
                             self->tls_port, (const char *) certificate_file, (const char *) certificate_file)
          : g_strdup ("");
  const char *const pairs[] = { "@FOLDER@", self->folder, "@PORT@", port, "@TLS@", tls, "@TOKEN@", self->token, NULL };
  g_autofree char *conf = substitute (nginx_conf, pairs);
  g_autofree char *path = g_build_filename (self->folder, "nginx.conf", NULL);
  g_autofree char *put = g_build_filename (self->folder, "put", NULL);

  write_file (self, "nginx.conf", conf);
  write_file (self, "users", "me:{PLAIN}s x\n");
  write_file (self, "www/hello.txt", "Hello from a file");
  g_mkdir_with_parents (put, 0777);
  g_chmod (put, 0777);
  return make_arguments ("-p", self->folder, "-c", path, NULL);
}

static gboolean
is_nginx_ready (InteropServer *self)
{
  g_autofree char *answer = ask_for_token (self->port);

  return answer != NULL && strstr (answer, self->token) != NULL;
}

InteropServer *
interop_nginx_new (const char *certificate_file)
{
  const Kind kind = { "nginx", prepare_nginx, is_nginx_ready, FALSE };

  return server_new (&kind, certificate_file);
}

/* tinyproxy */

static GPtrArray *
prepare_tinyproxy (InteropServer *self, gconstpointer data)
{
  const char *const *login = data;
  g_autofree char *auth = login[0] != NULL ? g_strdup_printf ("BasicAuth %s %s\n", login[0], login[1]) : g_strdup ("");
  g_autofree char *conf = g_strdup_printf ("Port %u\nListen 127.0.0.1\nTimeout 60\nMaxClients 50\nLogLevel Info\n"
                                           "ViaProxyName \"%s\"\n%s",
                                           self->port, self->token, auth);
  g_autofree char *path = g_build_filename (self->folder, "tinyproxy.conf", NULL);

  write_file (self, "tinyproxy.conf", conf);
  return make_arguments ("-d", "-c", path, NULL);
}

static gboolean
is_tinyproxy_ready (InteropServer *self)
{
  g_autofree char *log = interop_server_dup_log (self);

  return strstr (log, "Accepting connections") != NULL;
}

InteropServer *
interop_tinyproxy_new (const char *user, const char *password)
{
  const Kind kind = { "tinyproxy", prepare_tinyproxy, is_tinyproxy_ready, FALSE };
  const char *const login[] = { user, password };

  return server_new (&kind, login);
}
