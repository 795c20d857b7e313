// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For tests of TLS: the other side by OpenSSL alone, which can do what a TLS
// stream never would.

#ifndef RAW_PEER_H
#define RAW_PEER_H

#include "handshakes.h"
#include <openssl/ssl.h>

struct raw {
  struct io_stream *stream;
  SSL_CTX *context;
  SSL *ssl;
  BIO *in, *out;
};

/// A client, or with a certificate a server, which speaks no version above
/// `version`, and trusts everybody.
static void raw_open(struct raw *raw, struct io_stream *stream,
                     const char *certificate, const char *key, int version) {
  raw->stream = stream;
  raw->context = SSL_CTX_new(certificate ? TLS_server_method()
                                         : TLS_client_method());
  SSL_CTX_set_security_level(raw->context, 0);
  SSL_CTX_set_min_proto_version(raw->context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(raw->context, version);
  if (certificate)
    EXPECT(SSL_CTX_use_certificate_file(raw->context, certificate,
                                        SSL_FILETYPE_PEM) == 1 &&
           SSL_CTX_use_PrivateKey_file(raw->context, key, SSL_FILETYPE_PEM) ==
               1);
  raw->ssl = SSL_new(raw->context);
  raw->in = BIO_new(BIO_s_mem());
  raw->out = BIO_new(BIO_s_mem());
  SSL_set_bio(raw->ssl, raw->in, raw->out);
  if (certificate)
    SSL_set_accept_state(raw->ssl);
  else
    SSL_set_connect_state(raw->ssl);
}

/// Without a goodbye.
static void raw_close(struct raw *raw) {
  io_close(raw->stream);
  SSL_free(raw->ssl);
  SSL_CTX_free(raw->context);
  raw->stream = NULL;
  raw->ssl = NULL;
  raw->context = NULL;
}
#define RAW __attribute__((cleanup(raw_close))) struct raw

/// Sends what OpenSSL wants to be sent: 0 or a code. (Two tasks may.)
ONCE static task(int) raw_flush(struct raw *raw) {
  int size = (int)BIO_pending(raw->out);
  if (!size)
    return 0;
  char *data = malloc((size_t)size);
  EXPECT(data && BIO_read(raw->out, data, size) == size);
  ssize_t written = await io_write(raw->stream, data, (size_t)size);
  free(data);
  return written < 0 ? (int)written : 0;
}

/// Reads for OpenSSL: what io_read gives.
ONCE static task(ssize_t) raw_feed(struct raw *raw) {
  char data[4096];
  ssize_t count = await io_read(raw->stream, data, sizeof data);
  if (count > 0)
    BIO_write(raw->in, data, (int)count);
  return count;
}

/// 0, or -EPROTO if OpenSSL says so, or what reading gives.
ONCE static task(int) raw_shake(struct raw *raw) {
  for (;;) {
    int result = SSL_do_handshake(raw->ssl);
    int error = SSL_get_error(raw->ssl, result);
    int code = await raw_flush(raw);
    if (error != SSL_ERROR_WANT_READ || code)
      return code ? code : error == SSL_ERROR_NONE ? 0 : -EPROTO;
    ssize_t count = await raw_feed(raw);
    if (count <= 0)
      return count ? (int)count : -ENODATA;
  }
}

ONCE static task(int) raw_write(struct raw *raw, const void *data, int size) {
  EXPECT(SSL_write(raw->ssl, data, size) == size);
  return await raw_flush(raw);
}

/// At most `size` bytes; 0 at an end, also one that was not said.
ONCE static task(int) raw_read(struct raw *raw, void *data, int size) {
  int count;
  while ((count = SSL_read(raw->ssl, data, size)) <= 0) {
    if (SSL_get_error(raw->ssl, count) != SSL_ERROR_WANT_READ)
      return SSL_get_shutdown(raw->ssl) & SSL_RECEIVED_SHUTDOWN ? 0 : -EPROTO;
    EXPECT(await raw_flush(raw) == 0);
    if (await raw_feed(raw) <= 0)
      return -ENODATA;
  }
  return count;
}

#endif
