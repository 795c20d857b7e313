// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Folders. file.h says by whom this is done, and what happens when the task is
// cancelled.

#ifndef YIELDC_IO_DIR_H
#define YIELDC_IO_DIR_H
#pragma GCC system_header

#include <dirent.h>
#include <yieldc/io/file.h>

#ifdef __cplusplus
extern "C" {
#endif

/// `int await dir_make(path, mode)`
task_must_await struct file_op dir_make(const char *path, mode_t mode);
/// `int await dir_make_temporary(pattern)`: one of a name that none has, for
/// its owner only. The last six characters of the pattern, "XXXXXX", become
/// what makes it unique.
task_must_await struct file_op dir_make_temporary(char *pattern);
/// `int await dir_remove(path)`: -ENOTEMPTY if something is in it.
task_must_await struct file_op dir_remove(const char *path);

/// What is in a folder, but "." and "..", in the order of strcmp, as scandir(3)
/// gives it: entries[0]->d_name, and entries[0]->d_type (DT_REG, DT_DIR, …;
/// DT_UNKNOWN where the file system does not tell). Zero is an empty one.
struct dir_list {
  struct dirent **entries;
  size_t count;
};
/// `int await dir_list(path, &list)`: how many there are, or a code; the list
/// is empty then. The memory, an allocation for each entry, is the caller's:
/// dir_list_free. A million entries are about 50 MB, and a second of a thread.
task_must_await struct file_op dir_list(const char *path,
                                        struct dir_list *list);
/// It is empty then. Null is fine.
void dir_list_free(struct dir_list *list);

// dir_auto_free struct dir_list list = {0}; freed when the scope ends, also
// when the task is cancelled there.
#define dir_auto_free __attribute__((cleanup(dir_list_free)))

#ifdef __cplusplus
}
#endif
#endif // YIELDC_IO_DIR_H
