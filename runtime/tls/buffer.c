// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stream needs a buffer for a moment, and then another one does. So each
// thread keeps one back, and nothing is allocated while streams are busy.

#include "tls.h"
#include <stdlib.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t spare;
static bool has_spare;

static void make_key(void) { has_spare = !pthread_key_create(&spare, free); }

static char *take_spare(void) {
  pthread_once(&once, make_key);
  char *data = has_spare ? pthread_getspecific(spare) : NULL;
  if (data)
    pthread_setspecific(spare, NULL);
  return data;
}

bool tls_buffer_open(struct tls_buffer *buffer) {
  if (buffer->data)
    return true;
  char *data = take_spare();
  if (!data && !(data = malloc(TLS_BUFFER)))
    return false;
  *buffer = (struct tls_buffer){.data = data, .capacity = TLS_BUFFER};
  return true;
}

bool tls_buffer_add(struct tls_buffer *buffer, const void *data, size_t size) {
  if (!tls_buffer_open(buffer))
    return false;
  if (buffer->capacity - buffer->end < size) { // a long chain of certificates
    size_t capacity = 2 * (buffer->end + size);
    char *larger = realloc(buffer->data, capacity);
    if (!larger)
      return false;
    buffer->data = larger;
    buffer->capacity = capacity;
  }
  memcpy(buffer->data + buffer->end, data, size);
  buffer->end += size;
  return true;
}

void tls_buffer_close(struct tls_buffer *buffer) {
  if (!buffer->data || buffer->capacity != TLS_BUFFER || !has_spare ||
      pthread_getspecific(spare) || pthread_setspecific(spare, buffer->data))
    free(buffer->data);
  *buffer = (struct tls_buffer){0};
}
