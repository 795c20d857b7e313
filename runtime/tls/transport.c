// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is below: OpenSSL's view of the buffers, and the transport.

#include "tls.h"
#include <string.h>

// ---- OpenSSL's view ---------------------------------------------------------

static int take_in(BIO *bio, char *data, int size) {
  struct tls_stream *tls = BIO_get_data(bio);
  struct tls_buffer *in = &tls->in;
  size_t count = in->end - in->start;
  BIO_clear_retry_flags(bio);
  if (!count) {
    BIO_set_retry_read(bio);
    return -1;
  }
  if (count > (size_t)size)
    count = (size_t)size;
  memcpy(data, in->data + in->start, count);
  in->start += count;
  if (in->start == in->end)
    tls_buffer_close(in);
  return (int)count;
}

static int put_out(BIO *bio, const char *data, int size) {
  struct tls_stream *tls = BIO_get_data(bio);
  BIO_clear_retry_flags(bio);
  if (tls_buffer_add(&tls->out, data, (size_t)size))
    return size;
  tls->no_memory = true;
  return -1;
}

static long control(BIO *bio, int command, long number, void *pointer) {
  (void)bio, (void)number, (void)pointer;
  return command == BIO_CTRL_FLUSH;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static BIO_METHOD *method;

static void make_method(void) {
  method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "yieldc");
  if (!method)
    return;
  BIO_meth_set_read(method, take_in);
  BIO_meth_set_write(method, put_out);
  BIO_meth_set_ctrl(method, control);
}

BIO *tls_bio_new(struct tls_stream *tls) {
  pthread_once(&once, make_method);
  BIO *bio = method ? BIO_new(method) : NULL;
  if (bio) {
    BIO_set_data(bio, tls);
    BIO_set_init(bio, 1);
  }
  return bio;
}

// ---- Reading ----------------------------------------------------------------

/// The transport has something.
static void on_room(struct io_read *read) {
  struct tls_stream *tls = TASK_CONTAINER(struct tls_stream, read, read);
  if (tls_buffer_open(&tls->in)) {
    read->data = tls->in.data;
    read->size = tls->in.capacity;
  }
}

static void have_read(struct tls_stream *tls, ssize_t result) {
  tls->reads = false;
  if (result > 0)
    tls->in.end = (size_t)result;
  else
    tls_buffer_close(&tls->in);
}

static void on_read(struct io_request *request, ssize_t result) {
  struct tls_stream *tls =
      TASK_CONTAINER(struct tls_stream, read.request, request);
  tls_enter(tls);
  have_read(tls, result);
  tls_go_on(tls, result);
  tls_leave(tls);
}

ssize_t tls_pull(struct tls_stream *tls) {
  if (tls->reads)
    return -EAGAIN;
  if (!tls->transport)
    return -ECONNABORTED;
  tls->read = io_read(tls->transport, NULL, 0);
  tls->read.memory = on_room;
  tls->read.request.done = on_read;
  ssize_t result = io_begin_read(&tls->read);
  if (result == -EAGAIN)
    tls->reads = true;
  else
    have_read(tls, result);
  return result;
}

void tls_pull_cancel(struct tls_stream *tls) {
  if (!tls->reads)
    return;
  io_cancel_read(&tls->read.request);
  have_read(tls, -ECANCELED);
}

// ---- Writing ----------------------------------------------------------------

static int have_written(struct tls_stream *tls, ssize_t result) {
  tls->writes = false;
  tls_buffer_close(&tls->flight);
  if (tls->write.shuts && (result == 0 || result == -ENOTSUP))
    tls->stream.is_shut = true;
  else if (result < 0 && !tls->failure)
    tls->failure = (int)result;
  return tls->failure;
}

static void on_written(struct io_request *request, ssize_t result) {
  struct tls_stream *tls =
      TASK_CONTAINER(struct tls_stream, write.request, request);
  tls_enter(tls);
  have_written(tls, result);
  if (tls->transport) {
    tls_flush(tls);
    tls_go_on(tls, -EAGAIN);
  }
  tls_leave(tls);
}

static int begin_write(struct tls_stream *tls) {
  tls->write.pieces = &tls->write.one;
  tls->write.request.done = on_written;
  ssize_t result = io_begin_write(&tls->write);
  if (result != -EAGAIN)
    return have_written(tls, result);
  tls->writes = true;
  return -EAGAIN;
}

/// What hinders it: 0, a failure, or -EAGAIN.
static int check(const struct tls_stream *tls) {
  return tls->writes      ? -EAGAIN
         : tls->failure   ? tls->failure
         : tls->transport ? 0
                          : -ECONNABORTED;
}

int tls_flush(struct tls_stream *tls) {
  int code = check(tls);
  if (tls->failure)
    tls_buffer_close(&tls->out); // nobody will have it
  if (code || !tls->out.end)
    return code;
  tls->flight = tls->out;
  tls->out = (struct tls_buffer){0};
  tls->write = io_write(tls->transport, tls->flight.data, tls->flight.end);
  return begin_write(tls);
}

int tls_flush_end(struct tls_stream *tls) {
  int code = tls_flush(tls);
  if (code || tls->stream.is_shut)
    return code;
  tls->write = io_shutdown(tls->transport);
  return begin_write(tls);
}

void tls_close_transport(struct tls_stream *tls) {
  struct io_stream *transport = tls->transport;
  tls->transport = NULL;
  io_close(transport);
}
