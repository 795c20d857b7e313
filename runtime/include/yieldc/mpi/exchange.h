// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Values on their way between the ranks of an MPI communicator: what the stages
// of <yieldc/mpi.h> share. Only calls of MPI-1 and MPI-2 (and MPI_Iprobe for
// what comes) are made, of one thread.
//
// Values travel in batches. A rank has leave to send another one YIELDC_WINDOW
// batches; for each that was taken there, leave for one more comes back. So
// what lies in between is bounded, and who is slow slows down who sends (as the
// credits of NVMe queues or of Reactive Streams do). A rank that waits to send
// still receives, and hands out what it has received first: so two that send to
// each other do not wait for each other.
//
// At its end a rank says so to all others, behind its last batch; with a code,
// if it ends early. An exchange is over for a rank when all others have, and
// have taken all that it has sent: so nothing of it is left on its way.
//
// Nothing here is for users.

#ifndef YIELDC_MPI_EXCHANGE_H
#define YIELDC_MPI_EXCHANGE_H
#pragma GCC system_header

#include <mpi.h>
#include <sched.h>
#include <stdlib.h>
#include <yieldc/mpi/batch.h>

#if YIELDC_HAS_PLUGIN
enum { YIELDC_WINDOW = 2 }; ///< batches, from one rank to another
enum yieldc_kind { YIELDC_SCATTER, YIELDC_GATHER, YIELDC_SHUFFLE };
/// What a message is.
enum { YIELDC_TAG_BATCH, YIELDC_TAG_LEAVE, YIELDC_TAG_END, YIELDC_TAG_INNER };

/// What is for one rank.
struct yieldc_outgoing {
  struct yieldc_batch *filled, *sent; ///< to be sent, and on its way
  MPI_Request request;                ///< of what is on its way
  int leave;                          ///< how many batches may be sent
  bool full;                          ///< `filled` is to be sent
  size_t count, most;                 ///< values in it, of a scatter
  double when;                        ///< the last one was sent, of a scatter
  bool announced; ///< it has begun an exchange as part of its source
};

struct yieldc_exchange {
  struct yieldc_exchange *next;  ///< that is open
  struct yieldc_exchange *outer; ///< whose source this one is part of, or null
  enum yieldc_kind kind;
  MPI_Comm comm; ///< for it alone
  int rank, ranks, root;
  size_t item;                 ///< bytes of a value; 0: mpi_bytes
  int type;                    ///< of a value, as GCC classifies it
  struct yieldc_outgoing *out; ///< for each rank
  struct yieldc_batch *spare;
  struct yieldc_batch *own;           ///< the last value of a scatter's root
  struct yieldc_batch *first, **last; ///< that have come
  struct yieldc_frame *source;        ///< of a scatter, at its root
  size_t align;                       ///< of its values
  int unended;                        ///< other ranks that have not
  int full;                           ///< of `out`
  int unwatched, most_unwatched;      ///< values until it is time to look
  double when;                        ///< that was the last time
  int error;                          ///< what it fails with
  int code, said;                     ///< what the others are told, and were
  bool announced, joined; ///< so has this one; and all are agreed on that
  bool started; ///< its source has been resumed, or has begun an exchange
  bool in_use;  ///< a value of the first batch has been taken, and is looked at
  bool pulling; ///< its source is resumed, or what that waits for
  bool closed;  ///< and part of the outer one, until that is over
  bool ended;   ///< there will be no more values from here
  bool told;    ///< and the others know
  bool broken;  ///< MPI does not work
};

/// Those that are open: there is one such list in a program, whatever its
/// files.
__attribute__((weak)) struct yieldc_exchange *yieldc_exchanges;

// ---- Its parts --------------------------------------------------------------

YIELDC_SLOW_FN void yieldc_exchange_end(struct yieldc_exchange *x, int error,
                                        int code);

/// Notes that a call of MPI has failed.
YIELDC_FN void yieldc_exchange_check(struct yieldc_exchange *x, int result) {
  if (result != MPI_SUCCESS) {
    x->broken = true;
    x->error = EIO;
  }
}

/// Notes whether what is filled for a rank is to be sent.
YIELDC_FN void yieldc_exchange_set_full(struct yieldc_exchange *x,
                                        struct yieldc_outgoing *out,
                                        bool full) {
  x->full += (int)full - (int)out->full;
  out->full = full;
}

/// Adds a value to what is for a rank.
YIELDC_SLOW_FN void yieldc_exchange_put(struct yieldc_exchange *x, int to,
                                        const void *value) {
  struct yieldc_outgoing *out = &x->out[to];
  int error = yieldc_batch_put(&out->filled, &x->spare, value, x->item);
  if (error) {
    yieldc_exchange_end(x, error, ECANCELED);
  } else if (!out->full && yieldc_batch_is_full(out->filled, x->item)) {
    yieldc_exchange_set_full(x, out, true);
    x->unwatched = 0;
  }
}

/// Sends what can be sent; true if something has changed.
YIELDC_SLOW_FN bool yieldc_exchange_send(struct yieldc_exchange *x, int to) {
  struct yieldc_outgoing *out = &x->out[to];
  bool changed = false;
  int done = 1;
  if (out->request != MPI_REQUEST_NULL) {
    yieldc_exchange_check(x, MPI_Test(&out->request, &done, MPI_STATUS_IGNORE));
    if (!done || x->broken)
      return false;
    if (out->sent)
      yieldc_batch_spare(&x->spare, out->sent);
    out->sent = (struct yieldc_batch *)0;
    changed = true;
  }
  if (!out->filled || !(out->full || x->ended) || !out->leave)
    return changed;
  yieldc_exchange_check(x, MPI_Isend(yieldc_batch_data(out->filled),
                                     (int)out->filled->size, MPI_BYTE, to,
                                     YIELDC_TAG_BATCH, x->comm, &out->request));
  out->sent = out->filled;
  out->filled = (struct yieldc_batch *)0;
  out->count = 0;
  --out->leave;
  yieldc_exchange_set_full(x, out, false);
  return true;
}

/// A batch of a rank has been taken: it may send one more. Or, if there is an
/// error, it was dropped; then that is told. (Every MPI buffers a message of
/// one int, so this does not wait.)
YIELDC_SLOW_FN void yieldc_exchange_give_leave(struct yieldc_exchange *x,
                                               int to) {
  int code = x->error && x->code ? x->code : x->error;
  if (!x->broken)
    yieldc_exchange_check(
        x, MPI_Send(&code, 1, MPI_INT, to, YIELDC_TAG_LEAVE, x->comm));
}

/// Receives a batch for which there is no memory, to be dropped: into malloc's,
/// which may have some where gen_allocate() has none. False if not; then it
/// stays where it is until there is. (To have it cut off is no way: where Open
/// MPI reads the memory of the other process, it writes all of it.)
YIELDC_SLOW_FN bool yieldc_exchange_discard(struct yieldc_exchange *x, int from,
                                            int size) {
  void *memory = malloc((size_t)size);
  if (!memory)
    return false;
  yieldc_exchange_check(x,
                        MPI_Recv(memory, size, MPI_BYTE, from, YIELDC_TAG_BATCH,
                                 x->comm, MPI_STATUS_IGNORE));
  free(memory);
  yieldc_exchange_give_leave(x, from);
  return true;
}

/// Receives a message that has come. False if there is no memory for it.
YIELDC_SLOW_FN bool yieldc_exchange_receive(struct yieldc_exchange *x,
                                            MPI_Status *status) {
  int from = status->MPI_SOURCE, size = 0, code = 0;
  struct yieldc_batch *batch;
  switch (status->MPI_TAG) {
  case YIELDC_TAG_LEAVE:
    yieldc_exchange_check(x, MPI_Recv(&code, 1, MPI_INT, from, YIELDC_TAG_LEAVE,
                                      x->comm, MPI_STATUS_IGNORE));
    ++x->out[from].leave;
    if (code) // it was not taken
      yieldc_exchange_end(x, code, code);
    return true;
  case YIELDC_TAG_INNER:
    yieldc_exchange_check(x, MPI_Recv(&code, 1, MPI_INT, from, YIELDC_TAG_INNER,
                                      x->comm, MPI_STATUS_IGNORE));
    x->out[from].announced = true;
    return true;
  case YIELDC_TAG_END:
    yieldc_exchange_check(x, MPI_Recv(&code, 1, MPI_INT, from, YIELDC_TAG_END,
                                      x->comm, MPI_STATUS_IGNORE));
    --x->unended;
    // Whoever fails tells all, so that this need not be told again.
    if (code || (x->kind == YIELDC_SCATTER && from == x->root))
      yieldc_exchange_end(x, code, 0);
    return true;
  default:
    yieldc_exchange_check(x, MPI_Get_count(status, MPI_BYTE, &size));
    batch = yieldc_batch_new(&x->spare, (size_t)size);
    if (!batch) {
      yieldc_exchange_end(x, ENOMEM, ECANCELED);
      return yieldc_exchange_discard(x, from, size);
    }
    yieldc_exchange_check(x, MPI_Recv(yieldc_batch_data(batch), size, MPI_BYTE,
                                      from, YIELDC_TAG_BATCH, x->comm,
                                      MPI_STATUS_IGNORE));
    batch->from = from;
    batch->size = (size_t)size;
    *x->last = batch;
    x->last = &batch->next;
    return true;
  }
}

/// Its source has no more values, or has failed.
YIELDC_SLOW_FN void yieldc_exchange_source_ended(struct yieldc_exchange *x,
                                                 struct yieldc_frame *source) {
  int error = yieldc_loop_failure(source);
  yieldc_exchange_end(x, error, error ? ECANCELED : 0);
}

/// At the root of a scatter: values for those who have taken theirs. There are
/// as many in a batch as a rank takes in some milliseconds, so that those for
/// which each is much work get them one by one.
YIELDC_SLOW_FN void yieldc_exchange_serve(struct yieldc_exchange *x) {
  struct yieldc_frame *from;
  int to;
  x->pulling = true;
  for (to = 0; to < x->ranks && !x->ended; ++to) {
    struct yieldc_outgoing *out = &x->out[to];
    double now;
    if (to == x->rank || !out->leave || out->full ||
        out->request != MPI_REQUEST_NULL)
      continue;
    now = MPI_Wtime();
    if (now - out->when < 0.001 && out->most < YIELDC_BATCH)
      out->most *= 2;
    else if (now - out->when > 0.01 && out->most > 1)
      out->most /= 2;
    out->when = now;
    while (!x->ended && !out->full && out->count < out->most) {
      from = yieldc_next(x->source);
      if (from) {
        yieldc_exchange_put(x, to, yieldc_slot(from, x->align));
        ++out->count;
      } else {
        yieldc_exchange_source_ended(x, x->source);
      }
    }
    if (out->filled)
      yieldc_exchange_set_full(x, out, true);
    yieldc_exchange_send(x, to);
  }
  x->pulling = false;
}

/// Tells the others the end, once all is sent.
YIELDC_SLOW_FN bool yieldc_exchange_tell(struct yieldc_exchange *x) {
  int to;
  for (to = 0; to < x->ranks; ++to)
    if (x->out[to].filled || x->out[to].request != MPI_REQUEST_NULL)
      return false;
  x->told = true;
  x->said = x->code;
  for (to = 0; to < x->ranks; ++to)
    if (to != x->rank)
      yieldc_exchange_check(x,
                            MPI_Isend(&x->said, 1, MPI_INT, to, YIELDC_TAG_END,
                                      x->comm, &x->out[to].request));
  return true;
}

/// The first batch has been taken, or is dropped.
YIELDC_SLOW_FN void yieldc_exchange_taken(struct yieldc_exchange *x) {
  struct yieldc_batch *batch = x->first;
  x->first = batch->next;
  if (!x->first)
    x->last = &x->first;
  x->unwatched = 0;
  yieldc_exchange_give_leave(x, batch->from);
  yieldc_batch_spare(&x->spare, batch);
}

/// A communicator for an exchange, once all ranks do the same; 0, or why not.
/// `error` is why this one can't, or 0.
YIELDC_SLOW_FN int yieldc_exchange_agree(struct yieldc_exchange *x,
                                         MPI_Comm comm, int error) {
  // The greatest of each, and the least as the greatest of its negative.
  long long what = x->kind * 64LL + x->type, item = (long long)x->item;
  long long mine[] = {what, -what, item, -item, x->root, -x->root, error};
  long long all[sizeof mine / sizeof *mine];
  if (MPI_Comm_dup(comm, &x->comm) != MPI_SUCCESS)
    return EIO;
  MPI_Comm_set_errhandler(x->comm, MPI_ERRORS_RETURN);
  if (MPI_Allreduce(mine, all, sizeof mine / sizeof *mine, MPI_LONG_LONG,
                    MPI_MAX, x->comm) != MPI_SUCCESS)
    error = EIO;
  else if (!error && all[6])
    error = all[6] == ENOMEM ? ENOMEM : ECANCELED;
  else if (!error &&
           (all[0] != -all[1] || all[2] != -all[3] || all[4] != -all[5]))
    error = EPROTO;
  if (error)
    MPI_Comm_free(&x->comm);
  return error;
}

/// Tells the others that one is begun as part of this one's source.
YIELDC_SLOW_FN void yieldc_exchange_announce(struct yieldc_exchange *x) {
  int to, nothing = 0;
  x->announced = true;
  for (to = 0; to < x->ranks; ++to)
    if (to != x->rank)
      yieldc_exchange_check(
          x, MPI_Send(&nothing, 1, MPI_INT, to, YIELDC_TAG_INNER, x->comm));
}

/// How many others have told so.
YIELDC_SLOW_FN int yieldc_exchange_announced(const struct yieldc_exchange *x) {
  int from, count = 0;
  for (from = 0; from < x->ranks; ++from)
    count += x->out[from].announced;
  return count;
}

/// Other ranks begin one as part of their source, and wait for this one, which
/// has ended and won't. Once they are all there they are told so.
YIELDC_SLOW_FN void yieldc_exchange_refuse_inner(struct yieldc_exchange *x) {
  struct yieldc_exchange inner;
  if (!x->announced)
    yieldc_exchange_announce(x);
  if (yieldc_exchange_announced(x) < x->ranks - 1)
    return;
  memset(&inner, 0, sizeof inner);
  x->joined = true;
  if (!x->error)
    yieldc_exchange_end(x, EPROTO, ECANCELED);
  yieldc_exchange_agree(&inner, x->comm, ECANCELED);
}

/// Sends and receives what can be, without waiting; true if something has
/// changed.
YIELDC_SLOW_FN bool yieldc_exchange_step(struct yieldc_exchange *x) {
  MPI_Status status;
  bool changed = false;
  int is_there = 1, to;
  while (!x->broken) {
    yieldc_exchange_check(x, MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, x->comm,
                                        &is_there, &status));
    if (x->broken || !is_there || !yieldc_exchange_receive(x, &status))
      break;
    changed = true;
  }
  while (x->error && x->first && !x->in_use)
    yieldc_exchange_taken(x);
  for (to = 0; to < x->ranks && !x->broken; ++to)
    if (to != x->rank)
      changed |= yieldc_exchange_send(x, to);
  if (x->source && !x->pulling && !x->ended && !x->broken)
    yieldc_exchange_serve(x);
  if (x->ended && !x->joined && !x->pulling && !x->broken &&
      (x->announced || yieldc_exchange_announced(x)))
    yieldc_exchange_refuse_inner(x);
  if (x->ended && !x->told && !x->broken)
    changed |= yieldc_exchange_tell(x);
  return changed;
}

/// There will be no more values from here. With an error it fails, as do the
/// one whose source it is part of and those that are part of its own, and drops
/// what it has not sent; `code` is what the others are told.
YIELDC_SLOW_FN void yieldc_exchange_end(struct yieldc_exchange *x, int error,
                                        int code) {
  struct yieldc_exchange *inner;
  int to;
  for (inner = error ? yieldc_exchanges : x; inner != x; inner = inner->next)
    if (inner->outer == x)
      yieldc_exchange_end(inner, ECANCELED, ECANCELED);
  if (error && (!x->error || x->error == ECANCELED))
    x->error = error; // the reason rather than what followed
  if (x->error)
    for (to = 0; to < x->ranks; ++to) {
      if (x->out[to].filled)
        yieldc_batch_spare(&x->spare, x->out[to].filled);
      x->out[to].filled = (struct yieldc_batch *)0;
      yieldc_exchange_set_full(x, &x->out[to], false);
    }
  // (A source that fails has closed what it is made of before.)
  if (code)
    x->code = code;
  x->ended = true;
  x->unwatched = 0;
  if (error && error != ECANCELED && (error != EPIPE || x->closed) && x->outer)
    yieldc_exchange_end(x->outer, error, ECANCELED);
}

/// Whether nothing of it is on its way any more, and all is taken.
YIELDC_SLOW_FN bool yieldc_exchange_over(const struct yieldc_exchange *x) {
  const struct yieldc_exchange *inner;
  int to;
  if (x->broken)
    return true;
  if (!x->told || x->unended || x->first ||
      (!x->joined && (x->announced || yieldc_exchange_announced(x))))
    return false;
  for (to = 0; to < x->ranks; ++to)
    if (x->out[to].request != MPI_REQUEST_NULL ||
        x->out[to].leave != YIELDC_WINDOW)
      return false;
  for (inner = yieldc_exchanges; inner != x; inner = inner->next)
    if (inner->outer == x && inner->closed && !yieldc_exchange_over(inner))
      return false;
  return true;
}

/// One turn for all that are open: while one waits, others may wait for what
/// the other ones of this rank have.
YIELDC_SLOW_FN void yieldc_exchanges_turn(void) {
  struct yieldc_exchange *x;
  bool changed = false;
  for (x = yieldc_exchanges; x; x = x->next)
    changed |= yieldc_exchange_step(x);
  if (!changed)
    sched_yield(); // several ranks may share a processor
}
#endif

#endif // YIELDC_MPI_EXCHANGE_H
