// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How a stage of <yieldc/mpi.h> begins an exchange, takes its turns in it, and
// closes it.
//
// Nothing here is for users.

#ifndef YIELDC_MPI_LIFETIME_H
#define YIELDC_MPI_LIFETIME_H
#pragma GCC system_header

#include <yieldc/mpi/exchange.h>

#if YIELDC_HAS_PLUGIN
/// Frees one that is over, or was never begun.
YIELDC_SLOW_FN void yieldc_exchange_free(struct yieldc_exchange *x) {
  struct yieldc_batch *batch;
  int to;
  for (to = 0; x->out && to < x->ranks; ++to) {
    yieldc_batch_free(x->out[to].filled);
    if (!x->broken)
      yieldc_batch_free(x->out[to].sent);
  }
  yieldc_batch_free(x->own);
  while ((batch = x->spare)) {
    x->spare = batch->next;
    yieldc_batch_free(batch);
  }
  if (x->out)
    yieldc_release(x->out, (size_t)x->ranks * sizeof *x->out,
                   _Alignof(struct yieldc_outgoing));
  yieldc_release(x, sizeof *x, _Alignof(struct yieldc_exchange));
}

/// Takes it, and those that were its source, out of the list. Others that it
/// has to do with are on their own then.
YIELDC_SLOW_FN void yieldc_exchange_forget(struct yieldc_exchange *x) {
  struct yieldc_exchange **open = &yieldc_exchanges, *at;
  while ((at = *open)) {
    bool is_inner = at->outer == x;
    if (is_inner)
      at->outer = (struct yieldc_exchange *)0;
    if (at != x && !(is_inner && at->closed)) {
      open = &at->next;
      continue;
    }
    *open = at->next;
    if (!at->broken)
      MPI_Comm_free(&at->comm);
    yieldc_exchange_free(at);
  }
}

/// Closes it, if it is not null. What is left on its way is waited for, so that
/// MPI can forget it: by the outer one if there is one, for that may have what
/// other ranks need before they take it.
YIELDC_SLOW_FN void yieldc_exchange_close(struct yieldc_exchange **exchange) {
  struct yieldc_exchange *x = *exchange;
  if (!x)
    return;
  if (!x->error &&
      !(x->outer ? x->ended && !x->first : yieldc_exchange_over(x)))
    yieldc_exchange_end(x, EPIPE, EPIPE);
  x->in_use = false;
  x->closed = true;
  x->source = (struct yieldc_frame *)0;
  if (x->outer)
    return;
  while (!yieldc_exchange_over(x))
    yieldc_exchanges_turn();
  yieldc_exchange_forget(x);
}

/// Begins one as part of the source of an outer one: waits until all ranks do.
/// 0, or why they don't. A rank that has sent values before makes that
/// impossible: to take them is not for this one, and it may wait for that.
YIELDC_SLOW_FN int yieldc_exchange_begin_inner(struct yieldc_exchange *outer) {
  outer->started = true;
  yieldc_exchange_announce(outer);
  while (yieldc_exchange_announced(outer) < outer->ranks - 1 && !outer->ended &&
         !outer->first)
    yieldc_exchanges_turn();
  if (outer->first && !outer->ended)
    yieldc_exchange_end(outer, EDEADLK, ECANCELED);
  if (outer->ended)
    return outer->error == EDEADLK ? EDEADLK : ECANCELED;
  outer->joined = true;
  return 0;
}

/// Begins one, of values of so many bytes, with the other ranks; they all wait
/// for each other. 0, or why not; then *made is null.
YIELDC_SLOW_FN int yieldc_exchange_open(struct yieldc_exchange **made,
                                        MPI_Comm comm, enum yieldc_kind kind,
                                        int root, size_t item, int type,
                                        size_t align,
                                        struct yieldc_frame *source) {
  struct yieldc_exchange none, *x, *outer = yieldc_exchanges;
  int flag = 0, error = 0, rank, ranks, to;
  *made = (struct yieldc_exchange *)0;
  while (outer && outer->closed)
    outer = outer->next;
  // (All ranks are here, and turn back.)
  if (outer && !(kind == YIELDC_SCATTER && outer->kind != YIELDC_SCATTER &&
                 outer->pulling && !outer->started))
    return EDEADLK;
  MPI_Initialized(&flag);
  if (flag)
    MPI_Finalized(&error);
  if (!flag || error || comm == MPI_COMM_NULL)
    return EINVAL;
  MPI_Comm_rank(comm, &rank);
  MPI_Comm_size(comm, &ranks);
  if (outer) {
    MPI_Comm_compare(comm, outer->comm, &flag);
    if (flag != MPI_CONGRUENT)
      return EDEADLK;
    comm = outer->comm;
    error = yieldc_exchange_begin_inner(outer);
    if (error)
      return error;
  }
  x = (struct yieldc_exchange *)yieldc_allocate(
      sizeof *x, _Alignof(struct yieldc_exchange));
  if (!x)
    x = &none;
  memset(x, 0, sizeof *x);
  x->rank = rank;
  x->ranks = ranks;
  x->kind = kind;
  x->root = root;
  x->item = item;
  x->type = type;
  x->align = align;
  if (x != &none)
    x->out = (struct yieldc_outgoing *)yieldc_allocate(
        (size_t)ranks * sizeof *x->out, _Alignof(struct yieldc_outgoing));
  if (x->out)
    memset(x->out, 0, (size_t)ranks * sizeof *x->out);
  error = yieldc_exchange_agree(x, comm, x->out ? 0 : ENOMEM);
  if (!error && (root < 0 || root >= ranks)) {
    error = EINVAL;
    MPI_Comm_free(&x->comm);
  }
  if (error) {
    if (x != &none)
      yieldc_exchange_free(x);
    return error;
  }
  for (to = 0; to < ranks; ++to) {
    x->out[to].request = MPI_REQUEST_NULL;
    x->out[to].leave = YIELDC_WINDOW;
    x->out[to].most = 1;
  }
  x->unended = ranks - 1;
  x->most_unwatched = 1;
  x->last = &x->first;
  if (kind == YIELDC_SCATTER && rank == root)
    x->source = source;
  x->outer = outer;
  x->next = yieldc_exchanges;
  *made = yieldc_exchanges = x;
  return 0;
}

/// What a stage does next.
enum yieldc_turn { YIELDC_TAKE_ONE, YIELDC_PULL_ONE, YIELDC_STOP };

/// Looks for what has come, and waits until there is something to do.
YIELDC_SLOW_FN enum yieldc_turn
yieldc_exchange_wait(struct yieldc_exchange *x) {
  bool only_takes = x->kind == YIELDC_SCATTER && x->rank != x->root;
  // A thousand times in a second at least, if values come that often.
  if (MPI_Wtime() - x->when > 0.001)
    x->most_unwatched = (x->most_unwatched + 1) / 2;
  else if (x->most_unwatched < 1024)
    x->most_unwatched *= 2;
  for (;;) {
    yieldc_exchanges_turn();
    x->unwatched = x->most_unwatched;
    x->when = MPI_Wtime();
    if (x->first)
      return YIELDC_TAKE_ONE;
    if (!x->ended && !x->full && !only_takes)
      return YIELDC_PULL_ONE;
    if (x->outer ? x->ended : yieldc_exchange_over(x))
      return YIELDC_STOP;
  }
}

YIELDC_FN enum yieldc_turn yieldc_exchange_turn(struct yieldc_exchange *x) {
  // (Whatever ends one of these sets unwatched to 0.)
  if (YIELDC_LIKELY(--x->unwatched > 0))
    return x->first ? YIELDC_TAKE_ONE : YIELDC_PULL_ONE;
  return yieldc_exchange_wait(x);
}

/// A value of a scatter's own root: what mpi_bytes point to is copied, for the
/// source is resumed for the others while it is looked at. False without
/// memory.
YIELDC_SLOW_FN bool yieldc_exchange_keep_own(struct yieldc_exchange *x,
                                             void *value) {
  int error = 0;
  if (x->item)
    return true;
  if (x->own)
    x->own->size = x->own->at = 0;
  error = yieldc_batch_put(&x->own, &x->spare, value, 0);
  if (error)
    yieldc_exchange_end(x, error, ECANCELED);
  else
    yieldc_batch_take(x->own, value, 0);
  return !error;
}

/// Takes the next value of the first batch.
YIELDC_FN void yieldc_exchange_take(struct yieldc_exchange *x, void *value) {
  yieldc_batch_take(x->first, value, x->item);
  x->in_use = true;
}

/// Afterwards, when what is in it is not needed any more.
YIELDC_FN void yieldc_exchange_took(struct yieldc_exchange *x) {
  x->in_use = false;
  if (x->error || x->first->at >= x->first->size)
    yieldc_exchange_taken(x);
}

/// The rank that a key belongs to: FNV-1a (Fowler, Noll, Vo), its high bits
/// folded into the low ones.
YIELDC_SLOW_FN int yieldc_rank_of(const void *key, size_t size, int ranks) {
  const unsigned char *at = (const unsigned char *)key;
  unsigned long long hash = 0xcbf29ce484222325u;
  for (; size; --size)
    hash = (hash ^ *at++) * 0x100000001b3u;
  hash ^= hash >> 32;
  return (int)((hash ^ hash >> 15) % (unsigned)ranks);
}
#endif

#endif // YIELDC_MPI_LIFETIME_H
