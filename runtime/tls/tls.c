// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The transport is read only while somebody reads the TLS stream, and while
// there is nothing left that it gave before.

#include "tls.h"
#include <openssl/err.h>
#include <stdlib.h>

static struct tls_stream *of(struct io_stream *stream) {
  return (struct tls_stream *)stream;
}

int tls_failed(struct tls_stream *tls) {
  int code = tls_take_error(&tls->reason);
  if (tls->no_memory)
    code = -ENOMEM;
  else if (code == -EKEYREJECTED && !tls->reason)
    tls->reason =
        X509_verify_cert_error_string(SSL_get_verify_result(tls->ssl));
  tls_flush(tls); // it has put an alert there
  if (!tls->failure)
    tls->failure = code;
  return code;
}

// ---- Reading ----------------------------------------------------------------

static ssize_t cut_off(struct tls_stream *tls) {
  tls->reason = "the other side has not said that this is the end";
  return io_read_ended(&tls->stream, -ECONNRESET);
}

/// Whether there is something to decrypt.
static bool has_some(struct tls_stream *tls) {
  char first;
  size_t count;
  return SSL_peek_ex(tls->ssl, &first, 1, &count);
}

/// Decrypts something that is there: a result, or -EAGAIN. (Memory is asked for
/// only then.)
static ssize_t decrypt(struct tls_stream *tls, struct io_request *request) {
  bool has_memory = !request->only_waits && io_read_of(request)->data;
  size_t count;
  int code;
  ERR_clear_error();
  if (has_memory || has_some(tls)) {
    struct io_read *read = io_read_room(request, &code);
    if (!read)
      return code;
    if (SSL_read_ex(tls->ssl, read->data, read->size, &count))
      return (ssize_t)count;
  }
  switch (SSL_get_error(tls->ssl, 0)) {
  case SSL_ERROR_WANT_READ:
    return -EAGAIN;
  case SSL_ERROR_ZERO_RETURN:
    return io_read_ended(&tls->stream, 0);
  default:
    return io_read_ended(&tls->stream, tls_failed(tls));
  }
}

static ssize_t read_on(struct tls_stream *tls, struct io_request *request,
                       ssize_t news) {
  for (;;) {
    if (news == 0)
      return cut_off(tls);
    if (news < 0 && news != -EAGAIN)
      return news;
    // Who sends much that has to be answered has to read the answers.
    if (tls->out.end >= TLS_PIECE)
      return -EAGAIN;
    ssize_t result = decrypt(tls, request);
    tls_flush(tls); // (If this fails, who writes will be told.)
    if (result != -EAGAIN)
      return result;
    news = tls_pull(tls);
    if (news == -EAGAIN)
      return news;
  }
}

static ssize_t begin_read(struct io_request *request) {
  return read_on(of(request->stream), request, -EAGAIN);
}

static void cancel_read(struct io_stream *stream) {
  tls_pull_cancel(of(stream));
}

// ---- Writing ----------------------------------------------------------------

/// What is next; 0: nothing is left.
static size_t next_piece(struct io_write *write, const char **data) {
  while (write->count && write->offset == write->pieces->iov_len) {
    write->offset = 0;
    ++write->pieces;
    --write->count;
  }
  if (!write->count)
    return 0;
  size_t size = write->pieces->iov_len - write->offset;
  *data = (const char *)write->pieces->iov_base + write->offset;
  return size < TLS_PIECE ? size : TLS_PIECE;
}

/// Makes records of as much as is to be sent at once.
static int encrypt(struct tls_stream *tls, struct io_write *write) {
  const char *data;
  size_t size, count;
  while ((size = next_piece(write, &data)) &&
         (!tls->out.end || tls->out.end + size <= TLS_PIECE)) {
    ERR_clear_error();
    if (!SSL_write_ex(tls->ssl, data, size, &count))
      return tls_failed(tls);
    write->offset += count;
    write->total += count;
  }
  return 0;
}

/// Says that this is the end.
static void say_end(struct tls_stream *tls) {
  ERR_clear_error();
  if (!(SSL_get_shutdown(tls->ssl) & SSL_SENT_SHUTDOWN) &&
      SSL_shutdown(tls->ssl) < 0)
    tls_failed(tls);
}

static ssize_t write_on(struct tls_stream *tls, struct io_write *write) {
  for (;;) {
    int code = tls_flush(tls);
    if (!code && write->shuts) {
      say_end(tls);
      return tls_flush_end(tls);
    }
    if (!code)
      code = encrypt(tls, write);
    if (code)
      return code;
    if (!tls->out.end)
      return (ssize_t)write->total;
  }
}

static ssize_t begin_write(struct io_write *write) {
  struct tls_stream *tls = of(write->request.stream);
  if (!tls->transport)
    return -ECONNABORTED;
  if (tls->stream.is_shut)
    return write->shuts ? 0 : -EPIPE;
  return write_on(tls, write);
}

/// Half a record may have been sent.
static void cancel_write(struct io_stream *stream) {
  tls_enter(of(stream));
  tls_close_transport(of(stream));
  io_write_done(stream, -ECANCELED);
  tls_leave(of(stream));
}

// ---- Both -------------------------------------------------------------------

void tls_go_on(struct tls_stream *tls, ssize_t news) {
  struct io_stream *stream = &tls->stream;
  struct io_write *write;
  ssize_t result;
  task_loop->has_turned = true; // something has happened, for a virtual clock
  if (tls->handshake) {
    tls_shake_on(tls, news);
    return;
  }
  if (stream->reader && !tls->reads &&
      (result = read_on(tls, stream->reader, news)) != -EAGAIN)
    io_read_done(stream, result);
  write = io_first_writer(stream);
  if (write && !tls->writes && (result = write_on(tls, write)) != -EAGAIN)
    io_write_done(stream, result);
}

// ---- Closing ----------------------------------------------------------------

void tls_leave(struct tls_stream *tls) {
  if (--tls->callbacks || !tls->stream.is_released || tls->writes)
    return;
  SSL_free(tls->ssl);
  tls_context_close(tls->context);
  tls_buffer_close(&tls->in);
  tls_buffer_close(&tls->out);
  tls_buffer_close(&tls->flight);
  free(tls->alpn);
  free(tls->peer_name);
  free(tls);
}

static void release(struct io_stream *stream) {
  struct tls_stream *tls = of(stream);
  tls_enter(tls);
  if (tls->transport && !tls->failure && !tls->writes &&
      SSL_is_init_finished(tls->ssl)) {
    say_end(tls);
    tls_flush(tls);
  }
  tls_close_transport(tls);
  if (io_first_writer(stream))
    io_write_done(stream, -ECANCELED);
  stream->is_released = true;
  tls_leave(tls);
}

// ---- Making, and asking -----------------------------------------------------

static const struct io_stream_class tls_class = {.read = begin_read,
                                                 .read_cancel = cancel_read,
                                                 .write = begin_write,
                                                 .write_cancel = cancel_write,
                                                 .close = release};

int tls_stream_new(struct tls_stream **made, struct tls_context *context,
                   struct io_stream *transport) {
  struct tls_stream *tls = calloc(1, sizeof *tls);
  BIO *bio = tls ? tls_bio_new(tls) : NULL;
  SSL *ssl = bio ? SSL_new(context->ssl) : NULL;
  if (!ssl) {
    BIO_free(bio);
    free(tls);
    return -ENOMEM;
  }
  io_stream_init(&tls->stream, &tls_class);
  SSL_set_bio(ssl, bio, bio);
  tls->ssl = ssl;
  tls->transport = transport;
  tls->context = context;
  tls_context_hold(context);
  *made = tls;
  return 0;
}

static struct tls_stream *checked(struct io_stream *stream) {
  return io_stream_check(stream) == 0 && stream->kind == &tls_class ? of(stream)
                                                                    : NULL;
}

const char *tls_reason(struct io_stream *stream) {
  struct tls_stream *tls = checked(stream);
  return tls ? tls->reason : NULL;
}

const char *tls_protocol(struct io_stream *stream) {
  struct tls_stream *tls = checked(stream);
  return tls ? SSL_get_version(tls->ssl) : NULL;
}

const char *tls_alpn(struct io_stream *stream) {
  struct tls_stream *tls = checked(stream);
  return tls ? tls->alpn : NULL;
}

const char *tls_peer_name(struct io_stream *stream) {
  struct tls_stream *tls = checked(stream);
  return tls ? tls->peer_name : NULL;
}

struct io_stream *tls_transport(struct io_stream *stream) {
  struct tls_stream *tls = checked(stream);
  return tls ? tls->transport : NULL;
}
