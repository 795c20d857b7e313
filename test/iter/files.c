// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Iterator tools: what lies in files.
//
// (On 32-bit processors QEMU cuts off the offsets of directories, so that fts finds none.)
// UNSUPPORTED: in-armv7, in-wasm32
// RUN: %levels %s
// RUN: %if sanitizers %{ %levels %s --levels %checked_levels -fsanitize=address,undefined -fno-sanitize-recover=all %}

#include <limits.h>

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "Inputs/show.h"

static FILE *file_of(const char *content, size_t size) {
  FILE *file = tmpfile();
  EXPECT(file && fwrite(content, 1, size, file) == size);
  rewind(file);
  return file;
}

static void lines(void) {
#define LINES(content, expected)                                                                                                   \
  do {                                                                                                                             \
    FILE *file = file_of(content, sizeof content - 1);                                                                             \
    SHOWS(iter_lines(file), expected, " %zu:%s", x.size, x.text);                                                                  \
    fclose(file);                                                                                                                  \
  } while (0)
  LINES("one\ntwo\n", " 3:one 3:two");
  LINES("one\n\ntwo", " 3:one 0: 3:two");
  LINES("", "");
  LINES("\n", " 0:");
  LINES("a\0b\nc\n", " 3:a 1:c");
  SHOWS(iter_lines((FILE *)0), "!22", "%s", x.text);
  // Of any length.
  FILE *file = tmpfile();
  for (int i = 0; i < 100000; ++i)
    fputc('a' + i % 26, file);
  fputs("\nz\n", file);
  rewind(file);
  foreach (pair, iter_zip(iter_lines(file), iter_chars("az"))) {
    EXPECT(pair.second == 'z' ? pair.first.size == 1 : pair.first.size == 100000 && strlen(pair.first.text) == 100000);
    EXPECT(*pair.first.text == pair.second);
  }
  // What has not been read is left to others, and the text may be changed.
  rewind(file);
  foreach (x, iter_take(1, iter_lines(file)))
    x.text[0] = 'b';
  EXPECT(fgetc(file) == 'z');
  fclose(file);
  // A directory cannot be read.
  file = fopen("/", "r");
  if (file) {
    char expected[16];
    snprintf(expected, sizeof expected, "!%d", EISDIR);
    SHOWS(iter_lines(file), expected, "%s", x.text);
    SHOWS(iter_records(int, file), expected, "%d", x);
    fclose(file);
  }
}

struct record {
  int key;
  char name[4];
};

static void records(void) {
  static const struct record all[] = {{1, "a"}, {2, "bc"}};
  FILE *file = file_of((const char *)all, sizeof all);
  SHOWS(iter_records(struct record, file), " 1a 2bc", " %d%s", x.key, x.name);
  SHOWS(iter_records(struct record, file), "", " %d%s", x.key, x.name);
  fclose(file);
  file = file_of((const char *)all, sizeof all - 1);
  char expected[32];
  snprintf(expected, sizeof expected, " 1a!%d", EBADMSG);
  SHOWS(iter_records(struct record, file), expected, " %d%s", x.key, x.name);
  fclose(file);
  SHOWS(iter_records(int, (FILE *)0), "!22", "%d", x);
}

static void write_file(const char *path, const char *content) {
  FILE *file = fopen(path, "w");
  EXPECT(file && fputs(content, file) >= 0);
  fclose(file);
}

__attribute__((unused)) static void walks(void) {
  char root[] = "/tmp/yieldc-walk-XXXXXX";
  EXPECT(mkdtemp(root) && !chdir(root));
  EXPECT(!mkdir("d", 0700) && !mkdir("d/e", 0700) && !mkdir("none", 0700));
  write_file("d/f", "12345");
  write_file("d/e/g", "");
  EXPECT(!symlink("d", "link") && !symlink("nothing", "dangling"));
  // In the order of the directory: counted, and each looked at.
  int files = 0, directories = 0, links = 0, deepest = 0;
  long long size = 0;
  foreach (x, iter_walk(".")) {
    EXPECT(!x.error && (x.depth == 0) == !strcmp(x.path, "."));
    EXPECT(strlen(x.path) >= strlen(x.name) && !strcmp(x.path + strlen(x.path) - strlen(x.name), x.name));
    files += x.kind == ITER_FILE;
    directories += x.kind == ITER_DIRECTORY;
    links += x.kind == ITER_LINK;
    size += x.kind == ITER_FILE ? x.size : 0;
    deepest = x.depth > deepest ? x.depth : deepest;
  }
  EXPECT(files == 2 && directories == 4 && links == 2 && size == 5 && deepest == 3);
  SHOWS(iter_walk("d/f"), " d/f 0 0 5", " %s %d %d %lld", x.path, x.depth, x.kind, x.size);
  SHOWS(iter_walk("d/e"), " d/e:1 d/e/g:0", " %s:%d", x.path, x.kind == ITER_DIRECTORY);
  // What is not there is told, and is no failure.
  SHOWS(iter_walk("absent"), " absent 2", " %s %d", x.path, x.error);
  SHOWS(iter_walk(""), "!2", "%s", x.path);
  SHOWS(iter_walk((const char *)0), "!22", "%s", x.path);
  if (geteuid()) { // root reads everything
    EXPECT(!chmod("d/e", 0));
    int errors = 0;
    foreach (x, iter_walk("d"))
      errors += x.error == EACCES;
    EXPECT(errors == 1 && !chmod("d/e", 0700));
  }
  // Left early.
  foreach (x, iter_walk("."))
    if (x.depth == 1)
      break;
  EXPECT(!unlink("d/e/g") && !rmdir("d/e") && !unlink("d/f") && !rmdir("d") && !rmdir("none") && !unlink("link") &&
         !unlink("dangling") && !chdir("/") && !rmdir(root));
}

int main(void) {
  lines();
  records();
#if !__has_feature(memory_sanitizer) // which does not know what fts writes, in plain C either
  walks();
#endif
  return 0;
}
