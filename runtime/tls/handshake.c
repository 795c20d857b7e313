// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "tls.h"
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

// ---- Names ------------------------------------------------------------------

/// Whose certificate is to be verified.
static int expect(struct tls_stream *tls, const char *name) {
  SSL *ssl = tls->ssl;
  if (!name && tls->context->is_insecure)
    return 0;
  // (OpenSSL takes "" for any name, and ".org" for any that ends so.)
  if (!name || !*name || *name == '.')
    return -EINVAL;
  if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name))
    return 0; // an address is not told
  SSL_set_hostflags(ssl, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT |
                             X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return SSL_set1_host(ssl, name) && SSL_set_tlsext_host_name(ssl, name)
             ? 0
             : -EINVAL;
}

/// The common name in a certificate; null: none, or it has a zero in it.
static char *name_in(X509 *certificate, bool *no_memory) {
  X509_NAME *subject = X509_get_subject_name(certificate);
  int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0)
    return NULL;
  unsigned char *text;
  int length = ASN1_STRING_to_UTF8(
      &text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  if (length < 0)
    return NULL;
  char *name = NULL;
  if (!memchr(text, 0, (size_t)length)) {
    name = strndup((const char *)text, (size_t)length);
    *no_memory |= !name;
  }
  OPENSSL_free(text);
  return name;
}

/// Keeps what both sides know of each other now: 0 or -ENOMEM.
static int take_notice(struct tls_stream *tls) {
  const unsigned char *protocol;
  unsigned length;
  bool no_memory = false;
  X509 *certificate = SSL_get0_peer_certificate(tls->ssl);
  if (certificate && !tls->context->is_insecure)
    tls->peer_name = name_in(certificate, &no_memory);
  SSL_get0_alpn_selected(tls->ssl, &protocol, &length);
  if (length) {
    tls->alpn = strndup((const char *)protocol, length);
    no_memory |= !tls->alpn;
  }
  ERR_clear_error();
  return no_memory ? -ENOMEM : 0;
}

// ---- Shaking hands ----------------------------------------------------------

/// 0: done; a code, or -EAGAIN.
static int shake(struct tls_stream *tls, ssize_t news) {
  for (;;) {
    if (news == 0) {
      tls->reason = "the connection ended while hands were shaken";
      return -ECONNRESET;
    }
    if (news == -ECONNABORTED && tls->writes)
      return -EAGAIN; // it has broken, and writing will tell why
    if (news < 0 && news != -EAGAIN)
      return (int)news;
    ERR_clear_error();
    int result = SSL_do_handshake(tls->ssl);
    int error = SSL_get_error(tls->ssl, result);
    if (error != SSL_ERROR_NONE && error != SSL_ERROR_WANT_READ)
      return tls_failed(tls);
    int code = tls_flush(tls);
    if (error == SSL_ERROR_NONE)
      return code ? code : take_notice(tls);
    if (code && code != -EAGAIN)
      return code;
    news = tls_pull(tls);
    if (news == -EAGAIN)
      return -EAGAIN;
  }
}

static void settle(struct tls_handshake *handshake, int code) {
  struct tls_stream *tls = handshake->stream;
  struct io_stream *stream = &tls->stream, *transport = tls->transport;
  tls->handshake = NULL;
  handshake->op.status = code;
  if (code) {
    if (handshake->reason)
      *handshake->reason = tls->reason;
    io_close(stream);
    return;
  }
  handshake->result = stream;
  stream->read_until = transport->read_until;
  stream->write_until = transport->write_until;
  transport->read_until = transport->write_until = 0;
}

void tls_shake_on(struct tls_stream *tls, ssize_t news) {
  struct tls_handshake *handshake = tls->handshake;
  int code = shake(tls, news);
  if (code == -EAGAIN)
    return;
  settle(handshake, code);
  task_op_done(&handshake->op);
}

// ---- The operation ----------------------------------------------------------

static int prepare(struct tls_handshake *handshake) {
  struct tls_context *context = handshake->context;
  int code = io_stream_check(handshake->transport);
  if (!code && (!context || context->is_server != handshake->accepts))
    code = -EINVAL;
  return code ? code
              : tls_stream_new(&handshake->stream, context,
                               handshake->transport);
}

static bool start(struct task_op *op) {
  struct tls_handshake *handshake = (struct tls_handshake *)op;
  handshake->result = NULL;
  if (handshake->reason)
    *handshake->reason = NULL;
  int code = prepare(handshake);
  if (code) {
    io_close(handshake->transport);
    op->status = code;
    return io_done_at_once(op);
  }
  struct tls_stream *tls = handshake->stream;
  tls->handshake = handshake;
  if (handshake->accepts)
    SSL_set_accept_state(tls->ssl);
  else
    SSL_set_connect_state(tls->ssl);
  if (!handshake->accepts)
    code = expect(tls, handshake->hostname);
  if (!code)
    code = shake(tls, -EAGAIN);
  if (code == -EAGAIN)
    return false;
  settle(handshake, code);
  return io_done_at_once(op);
}

static void cancel(struct task_op *op) {
  struct tls_stream *tls = ((struct tls_handshake *)op)->stream;
  tls->handshake = NULL;
  io_close(&tls->stream);
  task_op_given_up(op);
}

static void drop(struct task_op *op) {
  io_close(((struct tls_handshake *)op)->transport);
}

const struct task_op_kind tls_handshake_kind = {
    .name = "a TLS handshake", .start = start, .cancel = cancel, .drop = drop};
