// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Generators between the ranks of an MPI program: one yields here what another
// one is resumed for there. Programs are compiled with the flags of their MPI
// (Open MPI: pkg-config --cflags --libs ompi-c), and call MPI_Init and
// MPI_Finalize themselves.
//
// All ranks of the communicator call the same, with generators of the same
// type. The bytes of a value are sent: so it must hold no pointers, and all
// processes must be of the same program. What a struct mpi_bytes points to is
// sent instead of it; from another rank it comes to a multiple of 16, and is
// good until the next value is asked for.
//
// Values are sent in batches of 64 KB, of which at most two are under way from
// one rank to another, beside the one that is filled: a rank needs 256 KB for
// each other one (and more, if values do not fit into a batch). A rank
// whose values are not taken waits before it asks its source for more. Values
// of one rank stay in order; those of different ranks come as they come.
//
// An exchange begins when all ranks have resumed their generators. A rank fails
// with the code of its source; the others then fail with ECANCELED. So they do
// if there is no memory, or a value is larger than 1 GB (EMSGSIZE). If one
// closes its generator before its own values have ended, or when others have
// values for it still, those fail with EPIPE. All ranks fail with EPROTO if
// they call different tools, or with different roots, or types of different
// size or kind; with EINVAL for a root that is no rank; with ENOMEM where one
// has none to begin. One fails with EDEADLK if it begins another one meanwhile,
// except that the source of a gather or a shuffle may begin with a scatter; and
// with EPROTO if that of all others does. One fails with EINVAL when MPI is not
// initialised, or for MPI_COMM_NULL, and with EIO where MPI does. Ends,
// failures and closing wait for the other ranks.
//
// One thread of a process may use these, as MPI_THREAD_FUNNELED says.

#ifndef YIELDC_MPI_H
#define YIELDC_MPI_H
#pragma GCC system_header

#include <yieldc/mpi/lifetime.h>

// mpi_scatter(root, comm, g): on each rank, a part of the values of the root's
// g; who takes more gets more. On the other ranks g is not resumed, and may be
// null: (generator(T))0.
#define mpi_scatter(root, comm, g)                                             \
  (__extension__({                                                             \
    YIELDC_EXCHANGE_TAKE("mpi_scatter", comm, g);                              \
    YIELDC_ROOT("mpi_scatter", root);                                          \
    YIELDC_STAGE1(yieldc_a_y, {                                                \
      YIELDC_EXCHANGE(YIELDC_SCATTER, yieldc_at_root);                         \
      while ((yieldc_turn = yieldc_exchange_turn(yieldc_x)) != YIELDC_STOP) {  \
        yieldc_a_y yieldc_v;                                                   \
        if (yieldc_turn == YIELDC_TAKE_ONE) {                                  \
          YIELDC_TAKE_AND_EMIT;                                                \
        } else if (YIELDC_EXCHANGE_PULL &&                                     \
                   yieldc_exchange_keep_own(yieldc_x, &yieldc_v)) {            \
          YIELDC_EMIT(yieldc_a_y, yieldc_v);                                   \
        }                                                                      \
      }                                                                        \
      YIELDC_EXCHANGE_ENDED;                                                   \
    });                                                                        \
  }))

// mpi_gather(root, comm, g): at the root, the values of the g of all ranks. On
// the other ranks it yields nothing, and ends when all is taken.
#define mpi_gather(root, comm, g)                                              \
  (__extension__({                                                             \
    YIELDC_EXCHANGE_TAKE("mpi_gather", comm, g);                               \
    YIELDC_ROOT("mpi_gather", root);                                           \
    YIELDC_EXCHANGE_STAGE(YIELDC_GATHER, yieldc_at_root, yieldc_at_root);      \
  }))

// mpi_shuffle(f, comm, g), mpi_shuffle(f, context, comm, g): the values of the
// g of all ranks, each on the rank that its key belongs to: f(x), or
// f(x, context): a number, a string (whose characters count; null is as an
// empty one), or a struct mpi_bytes (whose bytes count).
#define mpi_shuffle(...)                                                       \
  YIELDC_WITH_FUNCTION_AND_ONE(yieldc_mpi_usage, yieldc_shuffle, __VA_ARGS__)
#define yieldc_shuffle(how, f, c, comm, g)                                     \
  (__extension__({                                                             \
    YIELDC_EXCHANGE_TAKE("mpi_shuffle", comm, g);                              \
    YIELDC_FUNCTION(how, f, c, VALUE, YIELDC_NEEDS_ONE("mpi_shuffle"),         \
                    YIELDC_TO(yieldc_a_y));                                    \
    typedef YIELDC_TYPE_OF_VALUE(YIELDC_CALL_##how(YIELDC_A(yieldc_a_y)))      \
        yieldc_key;                                                            \
    YIELDC_REQUIRE(                                                            \
        YIELDC_SAME(yieldc_key, struct mpi_bytes) ||                           \
            YIELDC_IS_STRING(YIELDC_A(yieldc_key)) ||                          \
            (YIELDC_IS_NUMBER(YIELDC_A(yieldc_key)) &&                         \
             !YIELDC_SAME(yieldc_key, long double)),                           \
        "mpi_shuffle: a key must be a number (no long double), a string, or "  \
        "a struct mpi_bytes");                                                 \
    YIELDC_EXCHANGE_STAGE(YIELDC_SHUFFLE, 0,                                   \
                          YIELDC_RANK_OF(YIELDC_CALL_##how(yieldc_v)));        \
  }))

// ---- What they are made of --------------------------------------------------

#define yieldc_mpi_usage(...)                                                  \
  (__extension__({                                                             \
    YIELDC_REQUIRE(0, "wrong number of arguments: mpi_shuffle(f, comm, g) or " \
                      "mpi_shuffle(f, context, comm, g)");                     \
    (gen_generator(int))0;                                                     \
  }))

#define YIELDC_EXCHANGE_TAKE(who, comm, g)                                     \
  YIELDC_TAKE(a, g, YIELDC_LAST(who));                                         \
  YIELDC_REQUIRE(!YIELDC_IS_POINTER(YIELDC_A(yieldc_a_y)),                     \
                 who ": another process has no use for a pointer; yield what " \
                     "it points to, or a struct mpi_bytes");                   \
  YIELDC_REQUIRE(sizeof(yieldc_a_y) > 0, who ": there is nothing to send");    \
  const MPI_Comm yieldc_comm YIELDC_UNUSED = (comm)
#define YIELDC_ROOT(who, root)                                                 \
  YIELDC_REQUIRE(YIELDC_IS_INTEGER(root),                                      \
                 who ": the root must be an integer");                         \
  const int yieldc_at_root YIELDC_UNUSED =                                     \
      (int)__builtin_choose_expr(YIELDC_IS_INTEGER(root), (root), 0)

// In a stage: declares an exchange, and begins it.
#define YIELDC_EXCHANGE(kind, root)                                            \
  enum yieldc_turn yieldc_turn;                                                \
  struct yieldc_exchange *yieldc_x                                             \
      __attribute__((cleanup(yieldc_exchange_close)));                         \
  {                                                                            \
    int yieldc_begun = yieldc_exchange_open(                                   \
        &yieldc_x, yieldc_comm, (kind), (root),                                \
        YIELDC_SAME(yieldc_a_y, struct mpi_bytes) ? 0 : sizeof(yieldc_a_y),    \
        YIELDC_CLASS(YIELDC_A(yieldc_a_y)), _Alignof(yieldc_a_y),              \
        (struct yieldc_frame *)(void *)yieldc_a);                              \
    if (yieldc_begun)                                                          \
      YIELDC_FAIL(yieldc_begun);                                               \
  }
#define YIELDC_EXCHANGE_ENDED                                                  \
  if (yieldc_x->error)                                                         \
  YIELDC_FAIL(yieldc_x->error)

#define YIELDC_TAKE_AND_EMIT                                                   \
  yieldc_exchange_take(yieldc_x, &yieldc_v);                                   \
  YIELDC_EMIT(yieldc_a_y, yieldc_v);                                           \
  yieldc_exchange_took(yieldc_x)

// The source's next value goes to yieldc_v; false if there is none, or it is
// not wanted any more, since another rank has failed meanwhile.
#define YIELDC_EXCHANGE_PULL                                                   \
  (__extension__({                                                             \
    yieldc_x->pulling = true;                                                  \
    bool yieldc_pulled = YIELDC_PULL(a, yieldc_v);                             \
    yieldc_x->pulling = false;                                                 \
    yieldc_x->started = true;                                                  \
    if (!yieldc_pulled)                                                        \
      yieldc_exchange_source_ended(yieldc_x,                                   \
                                   (struct yieldc_frame *)(void *)yieldc_a);   \
    yieldc_pulled && !yieldc_x->ended;                                         \
  }))

// A stage in which a value yieldc_v goes to the rank `to`.
#define YIELDC_EXCHANGE_STAGE(kind, root, ...)                                 \
  YIELDC_STAGE1(yieldc_a_y, {                                                  \
    YIELDC_EXCHANGE(kind, root);                                               \
    while ((yieldc_turn = yieldc_exchange_turn(yieldc_x)) != YIELDC_STOP) {    \
      yieldc_a_y yieldc_v;                                                     \
      if (yieldc_turn == YIELDC_TAKE_ONE) {                                    \
        YIELDC_TAKE_AND_EMIT;                                                  \
      } else if (YIELDC_EXCHANGE_PULL) {                                       \
        int yieldc_to = (__VA_ARGS__);                                         \
        if (yieldc_to != yieldc_x->rank) {                                     \
          yieldc_exchange_put(yieldc_x, yieldc_to, &yieldc_v);                 \
        } else {                                                               \
          YIELDC_EMIT(yieldc_a_y, yieldc_v);                                   \
        }                                                                      \
      }                                                                        \
    }                                                                          \
    YIELDC_EXCHANGE_ENDED;                                                     \
  })

// The rank of a key: by what it points to, or by itself.
#define YIELDC_RANK_OF(...)                                                    \
  (__extension__({                                                             \
    yieldc_key yieldc_k = (__VA_ARGS__);                                       \
    struct mpi_bytes yieldc_b = {&yieldc_k, sizeof yieldc_k};                  \
    if (YIELDC_SAME(yieldc_key, struct mpi_bytes)) {                           \
      memcpy(&yieldc_b, &yieldc_k,                                             \
             sizeof yieldc_k < sizeof yieldc_b ? sizeof yieldc_k               \
                                               : sizeof yieldc_b);             \
    } else if (YIELDC_IS_STRING(yieldc_k)) {                                   \
      yieldc_b.data = YIELDC_STRING_OR_NULL(yieldc_k);                         \
      yieldc_b.size = yieldc_b.data ? strlen((const char *)yieldc_b.data) : 0; \
    }                                                                          \
    yieldc_rank_of(yieldc_b.data, yieldc_b.size, yieldc_x->ranks);             \
  }))

#endif // YIELDC_MPI_H
