// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A TLS stream: OpenSSL between a stream and its transport. OpenSSL finds what
// came in one buffer, and puts what is to be sent into another; so that it
// never has to wait in the middle of a record. Not installed.

#ifndef YIELDC_RUNTIME_TLS_TLS_H
#define YIELDC_RUNTIME_TLS_TLS_H

#include "../io/stream.h"
#include <openssl/ssl.h>
#include <yieldc/io/tls.h>

enum {
  TLS_PIECE = 16 * 1024,        ///< what is encrypted before it is sent
  TLS_BUFFER = TLS_PIECE + 1024 ///< has room for a record of that
};

// ---- Contexts ---------------------------------------------------------------

struct tls_context {
  unsigned references; ///< its owner's, and one of each stream
  SSL_CTX *ssl;
  bool is_server, is_insecure;
  unsigned alpn_length;
  unsigned char alpn[]; ///< names, each behind its length
};

void tls_context_hold(struct tls_context *context);

/// What OpenSSL says of the first of its errors, which are cleared: a code, and
/// a text or null.
int tls_take_error(const char **reason);

// ---- Buffers ----------------------------------------------------------------

/// Bytes. Has memory only while there are some.
struct tls_buffer {
  char *data;
  size_t start, end, capacity;
};

/// Room for TLS_BUFFER bytes, if it has no memory; false: there is none.
bool tls_buffer_open(struct tls_buffer *buffer);
/// Adds some, as many as there are.
bool tls_buffer_add(struct tls_buffer *buffer, const void *data, size_t size);
void tls_buffer_close(struct tls_buffer *buffer);

// ---- Streams ----------------------------------------------------------------

struct tls_stream {
  struct io_stream stream;
  struct io_stream *transport; ///< null: closed
  struct tls_context *context;
  SSL *ssl;
  struct tls_handshake *handshake; ///< under way
  struct tls_buffer in;            ///< came, and OpenSSL has not seen it
  struct tls_buffer out;           ///< is to be sent
  struct tls_buffer flight;        ///< is being sent
  struct io_read read;             ///< of the transport
  struct io_write write;
  bool reads, writes; ///< these are under way
  bool no_memory;     ///< for `out`
  unsigned callbacks; ///< that run: it is not freed
  int failure;        ///< nothing more can be sent
  const char *reason;
  char *alpn, *peer_name;
};

/// How OpenSSL gets at the buffers; null: no memory.
BIO *tls_bio_new(struct tls_stream *tls);

/// Reads from the transport into `in`: what io_begin_read gives. -EAGAIN:
/// tls_go_on will be called.
ssize_t tls_pull(struct tls_stream *tls);
/// Nobody waits for it any more.
void tls_pull_cancel(struct tls_stream *tls);
/// Sends what is in `out`: 0 if nothing is left, a failure, or -EAGAIN:
/// tls_go_on will be called.
int tls_flush(struct tls_stream *tls);
/// Ends what is sent, in the same way.
int tls_flush_end(struct tls_stream *tls);
void tls_close_transport(struct tls_stream *tls);

/// OpenSSL has failed: tells the other side, and nothing more. The code.
int tls_failed(struct tls_stream *tls);

/// Goes on with what waits for the transport. `news`: what reading it gave, or
/// -EAGAIN.
void tls_go_on(struct tls_stream *tls, ssize_t news);
void tls_shake_on(struct tls_stream *tls, ssize_t news);

/// Around what may close the stream: frees it if that was done.
static inline void tls_enter(struct tls_stream *tls) { ++tls->callbacks; }
void tls_leave(struct tls_stream *tls);

/// Makes the stream of a handshake.
int tls_stream_new(struct tls_stream **made, struct tls_context *context,
                   struct io_stream *transport);

#endif // YIELDC_RUNTIME_TLS_TLS_H
