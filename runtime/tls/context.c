// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "tls.h"
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

int tls_take_error(const char **reason) {
  unsigned long error = ERR_peek_error(); // the others follow from it
  int code = ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE ? -ENOMEM : -EPROTO;
  *reason = ERR_reason_error_string(error);
  if (ERR_SYSTEM_ERROR(error)) {
    code = -ERR_GET_REASON(error);
  } else if (ERR_GET_LIB(error) == ERR_LIB_SSL) {
    if (ERR_GET_REASON(error) == SSL_R_CERTIFICATE_VERIFY_FAILED) {
      code = -EKEYREJECTED;
      *reason = NULL; // the stream knows more
    } else if (ERR_GET_REASON(error) ==
               SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE) {
      code = -EKEYREJECTED;
    }
  }
  ERR_clear_error();
  return code;
}

// ---- ALPN -------------------------------------------------------------------

/// "h2,http/1.1" as it is sent: each name behind its length. False: it makes no
/// sense. There is room for one byte more than the text has.
static bool put_names(struct tls_context *context, const char *names) {
  unsigned char *to = context->alpn;
  for (;;) {
    size_t length = strcspn(names, ",");
    if (!length || length > 255)
      return false;
    *to++ = (unsigned char)length;
    memcpy(to, names, length);
    to += length;
    names += length;
    if (!*names++)
      break;
  }
  context->alpn_length = (unsigned)(to - context->alpn);
  return true;
}

static int select_protocol(SSL *ssl, const unsigned char **name,
                           unsigned char *length, const unsigned char *offered,
                           unsigned offered_length, void *argument) {
  const struct tls_context *context = argument;
  unsigned char *chosen;
  (void)ssl;
  if (SSL_select_next_proto(&chosen, length, context->alpn,
                            context->alpn_length, offered,
                            offered_length) != OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *name = chosen;
  return SSL_TLSEXT_ERR_OK;
}

static bool set_protocols(struct tls_context *context) {
  if (!context->alpn_length)
    return true;
  if (!context->is_server)
    return SSL_CTX_set_alpn_protos(context->ssl, context->alpn,
                                   context->alpn_length) == 0;
  SSL_CTX_set_alpn_select_cb(context->ssl, select_protocol, context);
  return true;
}

// ---- Certificates -----------------------------------------------------------

/// OpenSSL would ask at the terminal.
static int no_password(char *text, int size, int for_writing, void *unused) {
  (void)text, (void)size, (void)for_writing, (void)unused;
  return -1;
}

static bool set_own(SSL_CTX *ssl, const struct tls_options *options,
                    const char **file) {
  SSL_CTX_set_default_passwd_cb(ssl, no_password);
  if (!options->certificate_file)
    return true;
  *file = "certificate_file can't be read";
  if (SSL_CTX_use_certificate_chain_file(ssl, options->certificate_file) != 1)
    return false;
  *file = "key_file can't be read";
  return SSL_CTX_use_PrivateKey_file(ssl, options->key_file,
                                     SSL_FILETYPE_PEM) == 1 &&
         SSL_CTX_check_private_key(ssl) == 1;
}

static bool set_trusted(const struct tls_context *context,
                        const struct tls_options *options, const char **file) {
  SSL_CTX *ssl = context->ssl;
  int mode = SSL_VERIFY_PEER;
  if (context->is_insecure)
    mode = SSL_VERIFY_NONE;
  else if (options->client_certificate_required)
    mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT; // (A client takes no notice.)
  if (context->is_server && !options->ca_file)
    return true;
  SSL_CTX_set_verify(ssl, mode, NULL);
  if (!options->ca_file)
    return SSL_CTX_set_default_verify_paths(ssl) == 1;
  *file = "ca_file can't be read";
  if (SSL_CTX_load_verify_file(ssl, options->ca_file) != 1)
    return false;
  if (context->is_server) // tells the clients whose certificates it wants
    SSL_CTX_set_client_CA_list(ssl, SSL_load_client_CA_file(options->ca_file));
  return true;
}

// ---- Making -----------------------------------------------------------------

/// If that fails because of a file, this is named.
static bool set_up(struct tls_context *context,
                   const struct tls_options *options, const char **file) {
  static const unsigned char name[] = "yieldc";
  SSL_CTX *ssl = context->ssl;
  SSL_CTX_set_options(ssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS);
  // (Clients keep the sessions, in tickets.)
  SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
  return SSL_CTX_set_session_id_context(ssl, name, sizeof name - 1) == 1 &&
         SSL_CTX_set_min_proto_version(ssl, options->lowest == TLS_VERSION_1_3
                                                ? TLS1_3_VERSION
                                                : TLS1_2_VERSION) == 1 &&
         set_own(ssl, options, file) && set_trusted(context, options, file) &&
         set_protocols(context);
}

static const char *nonsense(const struct tls_options *options, bool is_server) {
  if (!options->certificate_file != !options->key_file)
    return "a certificate needs a key, and a key a certificate";
  if (is_server && !options->certificate_file)
    return "a server needs a certificate";
  if (is_server && options->insecure_without_verification)
    return "clients are not verified without a ca_file";
  if (options->client_certificate_required && !options->ca_file)
    return "certificates of clients need a ca_file";
  return NULL;
}

static int make(struct tls_context **made, const struct tls_options *options,
                const char **reason, bool is_server) {
  static const struct tls_options usual;
  const char *ignored;
  if (!reason)
    reason = &ignored;
  if (!options)
    options = &usual;
  *reason = made ? nonsense(options, is_server) : NULL;
  if (!made || *reason)
    return -EINVAL;
  const char *names = options->protocols ? options->protocols : "";
  struct tls_context *context = calloc(1, sizeof *context + strlen(names) + 1);
  if (!context)
    return -ENOMEM;
  context->references = 1;
  context->is_server = is_server;
  context->is_insecure = options->insecure_without_verification;
  if (*names && !put_names(context, names)) {
    *reason = "the names of protocols make no sense";
    free(context);
    return -EINVAL;
  }
  ERR_clear_error();
  context->ssl =
      SSL_CTX_new(is_server ? TLS_server_method() : TLS_client_method());
  const char *file = NULL;
  if (context->ssl && set_up(context, options, &file)) {
    ERR_clear_error();
    *made = context;
    return 0;
  }
  int code = tls_take_error(reason);
  if (!*reason) // the code is what the system says
    *reason = file;
  tls_context_close(context);
  return code == -EPROTO ? -EINVAL : code;
}

int tls_context_client(struct tls_context **context,
                       const struct tls_options *options, const char **reason) {
  return make(context, options, reason, false);
}

int tls_context_server(struct tls_context **context,
                       const struct tls_options *options, const char **reason) {
  return make(context, options, reason, true);
}

void tls_context_hold(struct tls_context *context) {
  __atomic_add_fetch(&context->references, 1, __ATOMIC_RELAXED);
}

void tls_context_close(struct tls_context *context) {
  if (!context || __atomic_sub_fetch(&context->references, 1, __ATOMIC_ACQ_REL))
    return;
  SSL_CTX_free(context->ssl);
  free(context);
}
