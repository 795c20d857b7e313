// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whatever is done to generators that delegate, catch, fail and unwind, in
// whatever order, by whatever thread, with frames that can't be had now and
// then: it is what a model in plain C does, which has a stack where they have
// frames.
// REQUIRES: sanitizers
// DEFINE: %{options} = -max_len=300 %t.corpus > %t.log 2>&1 || (tail -n 40 %t.log; exit 1)
// RUN: %yieldcc -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all %s -pthread -o %t && rm -rf %t.corpus && cp -r %S/corpus-consuming %t.corpus
// RUN: timeout 120 %t -runs=20000 -seed=1 %{options}
// RUN: %if all %{ timeout 200 %t -max_total_time=120 -seed=2 %{options} %}
// RUN: %if all %{ %yieldcc -g -O3 -fsanitize=fuzzer %s -pthread -o %t && timeout 200 %t -max_total_time=60 -seed=3 %{options} %}

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc.h>

#define EXPECT(condition)                                                      \
  ((condition) ? (void)0                                                       \
               : (fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__,   \
                          #condition),                                         \
                  abort()))

// ---- What both do, decided by a number that each generator has --------------

enum { DEPTH = 4, ENDS = 256 };
enum act { YIELDS, CATCHES, DELEGATES, TRIES, RETURNS, FAILS };

static unsigned step(unsigned *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

static enum act act_of(unsigned number, int depth) {
  static const enum act acts[] = {YIELDS,  YIELDS,    YIELDS,    YIELDS, CATCHES,
                                  CATCHES, DELEGATES, DELEGATES, TRIES,  TRIES,
                                  RETURNS, FAILS};
  enum act act = acts[number % (sizeof acts / sizeof *acts)];
  return depth == DEPTH && (act == DELEGATES || act == TRIES) ? YIELDS : act;
}

static int value_of(unsigned number) { return (int)(number % 1000) - 500; }
static int code_of(unsigned number) { return 1 + (int)(number % 100); }

/// Scopes that have ended, in this order.
struct trace {
  unsigned ends[ENDS];
  unsigned count;
};

static void add_end(struct trace *trace, unsigned seed) {
  trace->ends[trace->count++ % ENDS] = seed;
}

/// Which of the generators that are made can't be, counted down; 0: none.
struct supply {
  unsigned until;
};

static bool is_out(struct supply *supply) {
  return supply->until && !--supply->until;
}

// ---- Generators -------------------------------------------------------------

static struct trace real_trace;
static struct supply real_supply;

void *gen_allocate(size_t size, size_t align) {
  if (is_out(&real_supply))
    return NULL;
  return aligned_alloc(align < 16 ? 16 : align, (size + 63) / 64 * 64);
}
void gen_release(void *memory, size_t size, size_t align) {
  (void)size, (void)align;
  free(memory);
}

static void end_scope(const unsigned *seed) { add_end(&real_trace, *seed); }

// (Not inline, so that each is allocated.)
__attribute__((noinline)) generator(int, int, int) node(unsigned seed, int depth);

generator(int, int, int) node(unsigned seed, int depth) {
  unsigned state = seed, number;
  int sum = 0, error, got;
  __attribute__((cleanup(end_scope))) unsigned scope = seed;
  for (;;) {
    number = step(&state);
    switch (act_of(number, depth)) {
    case YIELDS:
      sum += yield value_of(number) + sum % 7;
      break;
    case CATCHES:
      got = gen_catch(error, yield value_of(number));
      sum += error ? 3 * error : got;
      break;
    case DELEGATES: {
      __attribute__((cleanup(end_scope))) unsigned inner = ~seed;
      sum += yield from node(number, depth + 1);
      break;
    }
    case TRIES:
      got = gen_catch(error, yield from node(number, depth + 1));
      sum += error ? 5 * error : got;
      break;
    case RETURNS:
      return sum % 10000;
    case FAILS:
      gen_fail(code_of(number));
    }
    sum %= 100000;
  }
}

// ---- The model --------------------------------------------------------------

struct level {
  unsigned seed, state;
  int sum;
  enum act act; ///< at which it waits
};

struct model {
  struct level stack[DEPTH + 1];
  int top; ///< of the stack
  int state, error, refused, result;
  bool is_null;
};

static struct trace model_trace;
static struct supply model_supply;

static void model_make(struct model *model, unsigned seed) {
  memset(model, 0, sizeof *model);
  model->is_null = is_out(&model_supply);
  model->state = model->is_null ? GEN_FAILED : GEN_CREATED;
  model->error = model->is_null ? ENOMEM : 0;
  model->stack[0] = (struct level){.seed = seed, .state = seed};
}

/// The scopes of the innermost end.
static void pop(struct model *model) {
  struct level *level = &model->stack[model->top--];
  if (level->act == DELEGATES)
    add_end(&model_trace, ~level->seed);
  add_end(&model_trace, level->seed);
}

static bool run(struct model *model, int got, int error, int *value);

/// The innermost has failed.
static bool fail(struct model *model, int error, int *value) {
  pop(model);
  if (model->top >= 0)
    return run(model, 0, error, value);
  model->state = GEN_FAILED;
  model->error = error;
  return false;
}

/// The innermost goes on with what it has waited for: true if it then yields.
static bool run(struct model *model, int got, int error, int *value) {
  for (bool has_waited = true;; has_waited = false) {
    struct level *level = &model->stack[model->top];
    if (has_waited) {
      if (error && (level->act == YIELDS || level->act == DELEGATES))
        return fail(model, error, value);
      level->sum += !error ? got : level->act == CATCHES ? 3 * error : 5 * error;
      if (level->act == DELEGATES)
        add_end(&model_trace, ~level->seed);
      level->sum %= 100000;
    }
    unsigned number = step(&level->state);
    level->act = act_of(number, model->top);
    switch (level->act) {
    case YIELDS:
      *value = value_of(number) + level->sum % 7;
      return true;
    case CATCHES:
      *value = value_of(number);
      return true;
    case DELEGATES:
    case TRIES:
      if (is_out(&model_supply))
        return run(model, 0, ENOMEM, value);
      model->stack[++model->top] = (struct level){.seed = number, .state = number};
      continue;
    case RETURNS:
      got = level->sum % 10000;
      pop(model);
      if (model->top >= 0)
        return run(model, got, 0, value);
      model->state = GEN_RETURNED;
      model->result = got;
      return false;
    case FAILS:
      return fail(model, code_of(number), value);
    }
  }
}

/// As gen_next, gen_send and gen_throw do.
static bool model_resume(struct model *model, char how, int with, int *value) {
  model->refused = 0;
  if (model->is_null)
    return false;
  if ((how == 's' && model->state == GEN_CREATED) || (how == 't' && !with)) {
    model->refused = EINVAL;
    return false;
  }
  if (model->state == GEN_RETURNED || model->state == GEN_FAILED)
    return false;
  if (model->state == GEN_CREATED && how == 't') {
    model->state = GEN_FAILED;
    model->error = with;
    return false;
  }
  bool is_first = model->state == GEN_CREATED;
  model->state = GEN_SUSPENDED;
  if (is_first) { // as if it had waited for nothing
    model->stack[0].act = CATCHES;
    return run(model, 0, 0, value);
  }
  return run(model, how == 's' ? with : 0, how == 't' ? with : 0, value);
}

static void model_close(struct model *model) {
  if (model->state == GEN_SUSPENDED)
    while (model->top >= 0)
      pop(model);
}

// ---- Both -------------------------------------------------------------------

struct pair {
  generator(int, int, int) real;
  struct model model;
  bool exists;
};

struct call {
  struct pair *pair;
  char how;
  int with, value;
  bool has_value;
};

static void *resume(void *argument) {
  struct call *call = argument;
  generator(int, int, int) real = call->pair->real;
  call->has_value = call->how == 'n'   ? gen_next(real, &call->value)
                    : call->how == 's' ? gen_send(real, call->with, &call->value)
                                       : gen_throw(real, call->with, &call->value);
  return NULL;
}

static void compare(struct pair *pair, char how, int with, bool elsewhere) {
  struct call call = {pair, how, with, 77777, false};
  pthread_t thread;
  int value = 77777;
  if (elsewhere) {
    EXPECT(!pthread_create(&thread, NULL, resume, &call));
    pthread_join(thread, NULL);
  } else {
    resume(&call);
  }
  bool has_value = model_resume(&pair->model, how, with, &value);
  EXPECT(call.has_value == has_value);
  EXPECT(call.value == (has_value ? value : 77777));
}

static void check(struct pair *pair) {
  struct model *model = &pair->model;
  int result = 77777;
  EXPECT(!pair->real == model->is_null);
  EXPECT((int)gen_state(pair->real) == model->state);
  EXPECT(gen_error(pair->real) == (model->refused ? model->refused : model->error));
  EXPECT(gen_result(pair->real, &result) == (model->state == GEN_RETURNED));
  EXPECT(result == (model->state == GEN_RETURNED ? model->result : 77777));
}

static void close_pair(struct pair *pair) {
  gen_close(pair->real);
  model_close(&pair->model);
  pair->exists = false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct pair pairs[4] = {0};
  memset(&real_trace, 0, sizeof real_trace);
  memset(&model_trace, 0, sizeof model_trace);
  real_supply.until = model_supply.until = size ? data[0] % 32 : 0;
  for (size_t at = 1; at + 2 < size; at += 3) {
    struct pair *pair = &pairs[data[at] >> 6];
    unsigned operation = data[at] & 15;
    int with = data[at + 1] - 20;
    bool elsewhere = (data[at] & 48) == 48;
    if (!pair->exists) {
      unsigned seed = (unsigned)data[at + 1] << 8 | data[at + 2];
      pair->real = node(seed, 0);
      model_make(&pair->model, seed);
      pair->exists = true;
    } else if (operation == 15) {
      close_pair(pair);
    } else {
      compare(pair, operation < 8 ? 'n' : operation < 12 ? 's' : 't',
              operation < 12 ? with : abs(with), elsewhere);
    }
    if (pair->exists)
      check(pair);
    EXPECT(real_trace.count == model_trace.count);
    EXPECT(!memcmp(real_trace.ends, model_trace.ends, sizeof real_trace.ends));
  }
  for (int i = 0; i < 4; ++i)
    if (pairs[i].exists)
      close_pair(&pairs[i]);
  EXPECT(real_trace.count == model_trace.count);
  EXPECT(!memcmp(real_trace.ends, model_trace.ends, sizeof real_trace.ends));
  return 0;
}
