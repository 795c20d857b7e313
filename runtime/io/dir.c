// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "file.h"
#include <stdlib.h>
#include <yieldc/io/dir.h>

FILE_KIND(mkdir, "a folder to be made", file_cancel, call->path, call->path,
          call->mode)
struct file_op dir_make(const char *path, mode_t mode) {
  return FILE_OP(mkdir, .path = path, .mode = mode);
}

FILE_KIND(mkdtemp, "a folder to be made", file_cancel, call->data, call->data)
struct file_op dir_make_temporary(char *pattern) {
  return FILE_OP(mkdtemp, .finish = file_take_name, .data = pattern);
}

FILE_KIND(rmdir, "a folder to be removed", file_cancel, call->path, call->path)
struct file_op dir_remove(const char *path) {
  return FILE_OP(rmdir, .path = path);
}

static ssize_t take_list(struct file_call *call) {
  struct dir_list *list = call->data;
  list->entries = call->request.ptr;
  list->count = (size_t)call->request.result;
  call->request.ptr = NULL; // so that libuv does not free them
  return call->request.result;
}

FILE_KIND(scandir, "a folder to be listed", file_cancel,
          call->path && call->data, call->path, 0)
struct file_op dir_list(const char *path, struct dir_list *list) {
  if (list)
    *list = (struct dir_list){0};
  return FILE_OP(scandir, .finish = take_list, .path = path, .data = list);
}

void dir_list_free(struct dir_list *list) {
  if (!list)
    return;
  for (size_t i = 0; i < list->count; ++i)
    free(list->entries[i]);
  free(list->entries);
  *list = (struct dir_list){0};
}
