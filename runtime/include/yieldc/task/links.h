// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lists whose links lie in what is listed: jobs of a pool, callbacks of a
// future, tasks that wait. Nothing here is for users.

#ifndef YIELDC_TASK_LINKS_H
#define YIELDC_TASK_LINKS_H
#pragma GCC system_header

#include <stddef.h>

struct task_link {
  struct task_link *next, *previous;
};

/// A list; zero is an empty one.
struct task_links {
  struct task_link *first, *last;
};

/// Puts it behind the others.
static inline void task_links_add(struct task_links *links,
                                  struct task_link *link) {
  link->next = NULL;
  link->previous = links->last;
  if (links->last)
    links->last->next = link;
  else
    links->first = link;
  links->last = link;
}

static inline void task_links_remove(struct task_links *links,
                                     struct task_link *link) {
  if (link->next)
    link->next->previous = link->previous;
  else
    links->last = link->previous;
  if (link->previous)
    link->previous->next = link->next;
  else
    links->first = link->next;
}

#endif // YIELDC_TASK_LINKS_H
