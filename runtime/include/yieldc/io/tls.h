// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TLS 1.2 and 1.3, by OpenSSL 3. A library of its own, which needs that:
// -lyieldc-tls -lyieldc-task -lssl -lcrypto -luv -pthread.
//
//   io_auto_close struct io_stream *s = await tls_connect(
//       context, await tcp_connect("example.org", 443), "example.org", NULL);
//
// A TLS stream is made of another stream, the transport: a TCP connection, a
// Unix socket, a TLS stream. It is an io_stream; stream.h says how it is read
// and written. What is particular:
//
// - Reading: 0 if the other side has said that this is the end. If the
//   transport ends without that, somebody may have cut it off: -ECONNRESET.
//   -EPROTO: what came is no TLS, was tampered with, or tells of an error.
// - io_shutdown tells the other side that this is the end, and shuts the
//   transport down, if that is a socket. io_close tells it too, if there is
//   room for that at once; so not while something is being written, or after a
//   write was given up.
// - A write is done when the transport has taken all. At most 16 KiB wait in
//   here to be written, and as much to be read; a stream at which nothing
//   happens holds no buffers. OpenSSL allocates when it reads and writes;
//   nothing else is allocated then, unless the transport has to wait.
//
// Texts that tell a reason are those of OpenSSL, such as "certificate has
// expired". They last, and nobody frees them.

#ifndef YIELDC_IO_TLS_H
#define YIELDC_IO_TLS_H
#pragma GCC system_header

#include <yieldc/io/stream.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---- Contexts ---------------------------------------------------------------

/// What the streams of one side have in common. Any thread may use it.
struct tls_context;

/// The lowest version that is spoken.
enum tls_version { TLS_VERSION_1_2, TLS_VERSION_1_3 };

/// Zero is what is usual. Files are in PEM format. All of it is only read while
/// the context is made.
struct tls_options {
  /// Those who may sign the other side's certificate, in place of the system's.
  /// A server that has it asks clients for a certificate.
  const char *ca_file;
  /// The own certificate, followed by those that lead to its root. A client
  /// needs none unless the server asks.
  const char *certificate_file;
  const char *key_file; ///< its private key, without a password
  /// For ALPN: names of protocols, the most wanted first, "h2,http/1.1". A
  /// server refuses who offers some but none of these. Null: none.
  const char *protocols;
  enum tls_version lowest;
  /// Of a server with a ca_file: refuses clients that have no certificate.
  bool client_certificate_required;
  /// Of a client: talks to anybody. For tests only.
  bool insecure_without_verification;
};

/// Makes one to connect with, or to accept with, which needs a certificate and
/// a key. The options may be null (for a client). Reads the files, which takes
/// time, but does not suspend, and needs no loop. 0, and the context is the
/// caller's, who closes it; or -ENOENT and what else files give; -EINVAL if one
/// is not what it should be, or if the options make no sense; -ENOMEM.
/// `reason`, unless it is null, points to a text then, or to null.
int tls_context_client(struct tls_context **context,
                       const struct tls_options *options, const char **reason);
int tls_context_server(struct tls_context **context,
                       const struct tls_options *options, const char **reason);

/// Its streams may live on. Null is fine.
void tls_context_close(struct tls_context *context);

#define tls_auto_close_context                                                 \
  __attribute__((cleanup(tls_context_close_variable)))
static inline void tls_context_close_variable(struct tls_context **variable) {
  tls_context_close(*variable);
}

// ---- Streams ----------------------------------------------------------------

/// What is awaited until both sides agree. Its members are for the library.
struct tls_handshake {
  struct task_op op;
  struct io_stream *result;
  struct io_stream *transport;
  struct tls_context *context;
  const char *hostname;
  const char **reason;
  struct tls_stream *stream;
  bool accepts;
};
extern const struct task_op_kind tls_handshake_kind;
static inline struct tls_handshake
tls_shaking(struct tls_context *context, struct io_stream *transport,
            const char *hostname, const char **reason, bool accepts) {
  struct tls_handshake op;
  op.op.kind = &tls_handshake_kind;
  op.op.status = 0;
  op.transport = transport;
  op.context = context;
  op.hostname = hostname;
  op.reason = reason;
  op.accepts = accepts;
  return op;
}

/// `struct io_stream *await tls_connect(context, transport, hostname,
/// &reason)`: what a client does. The other side's certificate must be for that
/// name, or address in numbers; the common name in it does not count. It is
/// told the name (SNI).
///
/// Takes the transport over, also if this fails, the task is cancelled, or it
/// is never awaited: then it is closed. Nobody else may read or write it. Its
/// deadlines hold for the handshake, and are the new stream's from then on. The
/// stream is the caller's, who closes it.
///
/// Fails with -EKEYREJECTED (a certificate was not accepted by this side),
/// -EPROTO (the other side speaks no TLS, no version or protocol that this one
/// does, or does not accept this one), -ECONNRESET (it went away), what the
/// transport fails with (-ETIMEDOUT), -EINVAL (no name, or not a name; a
/// context of a server; null), -EPERM, -ENOMEM. `reason`, unless it is null,
/// points to a text then, or to null if there is nothing to add to the code.
task_must_await static inline struct tls_handshake
tls_connect(struct tls_context *context, struct io_stream *transport,
            const char *hostname, const char **reason) {
  return tls_shaking(context, transport, hostname, reason, false);
}

/// `struct io_stream *await tls_accept(context, transport, &reason)`: the same
/// of a server. (In TLS 1.3 a client that is refused for its certificate hears
/// of it only when it reads.)
task_must_await static inline struct tls_handshake
tls_accept(struct tls_context *context, struct io_stream *transport,
           const char **reason) {
  return tls_shaking(context, transport, NULL, reason, true);
}

// Of a TLS stream; null for others. Texts last as long as the stream.

/// What was wrong with TLS when an operation on it failed; null: nothing.
const char *tls_reason(struct io_stream *stream);
/// "TLSv1.3"
const char *tls_protocol(struct io_stream *stream);
/// The protocol that was agreed on by ALPN; null: none.
const char *tls_alpn(struct io_stream *stream);
/// The common name in the other side's certificate, if that was verified; null
/// if it has none, or showed none.
const char *tls_peer_name(struct io_stream *stream);
/// What is below, for functions such as tcp_peer: not to be read, written or
/// closed. Null once it is closed, because a write was given up.
struct io_stream *tls_transport(struct io_stream *stream);

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_TLS_H
