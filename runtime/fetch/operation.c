// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "body.h"
#include <stdio.h>
#include <string.h>

/// Begins a request with an answer to be filled in.
static int begin(struct fetch_body **body, struct fetch_client *client,
                 const struct fetch_request *request,
                 struct fetch_answer *answer, enum fetch_mode mode) {
  if (!answer)
    return -EINVAL;
  *answer = (struct fetch_answer){0};
  int code = fetch_begin(body, client, request, mode);
  if (code)
    snprintf(answer->reason, sizeof answer->reason, "%s", uv_strerror(code));
  return code;
}

// ---- All at once ------------------------------------------------------------

static bool start_fetch(struct task_op *op) {
  struct fetch *fetch = (struct fetch *)op;
  fetch->result = begin(&fetch->body, fetch->client, fetch->request,
                        fetch->answer, FETCH_GATHERS);
  if (fetch->result)
    return io_done_at_once(op);
  fetch->body->whole = fetch;
  return false;
}

static void cancel_fetch(struct task_op *op) {
  struct fetch_body *body = ((struct fetch *)op)->body;
  body->whole = NULL;
  fetch_body_close(body);
  task_op_given_up(op);
}

const struct task_op_kind fetch_kind = {
    .name = "an answer", .start = start_fetch, .cancel = cancel_fetch};

// ---- Status and headers -----------------------------------------------------

static bool start_open(struct task_op *op) {
  struct fetch_open *open = (struct fetch_open *)op;
  open->result = NULL;
  op->status = begin(&open->result, open->client, open->request, open->answer,
                     FETCH_READS);
  if (op->status)
    return io_done_at_once(op);
  open->result->opener = open;
  return false;
}

static void cancel_open(struct task_op *op) {
  struct fetch_body *body = ((struct fetch_open *)op)->result;
  body->opener = NULL;
  fetch_body_close(body);
  task_op_given_up(op);
}

const struct task_op_kind fetch_open_kind = {
    .name = "an answer's head", .start = start_open, .cancel = cancel_open};

int fetch_upload(struct fetch_body **body, struct fetch_client *client,
                 const struct fetch_request *request) {
  return body ? fetch_begin(body, client, request, FETCH_UPLOADS) : -EINVAL;
}

/// Nothing more is written.
static void end_upload(struct fetch_body *body) {
  if (!body->uploads || body->is_whole)
    return;
  body->is_whole = true;
  if (body->client && body->left > 0 && !body->is_refused)
    fetch_body_end(body, -EMSGSIZE);
  if (body->is_starved) {
    body->is_starved = false;
    fetch_body_resume(body);
  }
}

static bool start_head(struct task_op *op) {
  struct fetch_head *head = (struct fetch_head *)op;
  struct fetch_body *body = head->body;
  head->result = head->answer ? fetch_body_check(body) : -EINVAL;
  if (!head->result && (body->header || body->writer))
    head->result = -EBUSY;
  if (head->result)
    return io_done_at_once(op);
  *head->answer = (struct fetch_answer){0};
  body->header = head;
  end_upload(body);
  if (body->header && body->head.is_complete)
    fetch_body_give_head(body);
  if (body->client)
    fetch_settle(body->client);
  return false;
}

static void cancel_head(struct task_op *op) {
  ((struct fetch_head *)op)->body->header = NULL;
  task_op_given_up(op);
}

const struct task_op_kind fetch_head_kind = {
    .name = "an answer's head", .start = start_head, .cancel = cancel_head};

// ---- Reading ----------------------------------------------------------------

static ssize_t begin_read(struct fetch_read *read) {
  struct fetch_body *body = read->body;
  int code = read->data && read->size ? fetch_body_check(body) : -EINVAL;
  if (code)
    return code;
  if (body->reader)
    return -EBUSY;
  size_t there = fetch_body_take(body, read->data, read->size);
  if (there)
    return (ssize_t)there;
  return body->client ? -EAGAIN : body->failure;
}

static bool start_read(struct task_op *op) {
  struct fetch_read *read = (struct fetch_read *)op;
  read->result = begin_read(read);
  if (read->result != -EAGAIN)
    return io_done_at_once(op);
  read->body->reader = read;
  return false;
}

static void cancel_read(struct task_op *op) {
  ((struct fetch_read *)op)->body->reader = NULL;
  task_op_given_up(op);
}

const struct task_op_kind fetch_read_kind = {
    .name = "an answer's body", .start = start_read, .cancel = cancel_read};

// ---- Writing ----------------------------------------------------------------

static ssize_t begin_write(struct fetch_write *write) {
  struct fetch_body *body = write->body;
  int code = write->data || !write->size ? fetch_body_check(body) : -EINVAL;
  if (!code && (!body->uploads || body->is_whole))
    code = -EINVAL;
  if (!code && body->writer)
    code = -EBUSY;
  if (code)
    return code;
  if (!body->client || body->is_refused)
    return body->failure ? body->failure : -EPIPE;
  if (body->left >= 0 && write->size > (uint64_t)body->left)
    return -EMSGSIZE;
  return write->size ? -EAGAIN : 0;
}

static bool start_write(struct task_op *op) {
  struct fetch_write *write = (struct fetch_write *)op;
  struct fetch_body *body = write->body;
  write->result = begin_write(write);
  if (write->result != -EAGAIN)
    return io_done_at_once(op);
  if (body->left >= 0)
    body->left -= (curl_off_t)write->size;
  body->writer = write;
  if (body->is_starved) {
    body->is_starved = false;
    fetch_body_resume(body);
  }
  return false;
}

static void cancel_write(struct task_op *op) {
  struct fetch_write *write = (struct fetch_write *)op;
  struct fetch_body *body = write->body;
  body->writer = NULL;
  if (write->written)
    fetch_body_end(body, -ECONNABORTED);
  else if (body->left >= 0)
    body->left += (curl_off_t)write->size;
  task_op_given_up(op);
}

const struct task_op_kind fetch_write_kind = {
    .name = "room to write", .start = start_write, .cancel = cancel_write};
