// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sorts words by a binary tree: a generator walks the tree in order, and
// delegates to itself for the two branches of each node.
//
//   yieldcc -O2 tree.c -o tree && ./tree the quick brown fox
//   ./tree < words.txt

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yieldc.h>

struct node {
  struct node *left, *right;
  char word[];
};

generator(const char *) in_order(const struct node *node) {
  if (node->left)
    yield from in_order(node->left);
  yield node->word;
  if (node->right)
    yield from in_order(node->right);
}

// False if there is no memory.
static bool insert(struct node **tree, const char *word) {
  while (*tree)
    tree = strcmp(word, (*tree)->word) < 0 ? &(*tree)->left : &(*tree)->right;
  size_t size = strlen(word) + 1;
  *tree = malloc(sizeof **tree + size);
  if (!*tree)
    return false;
  (*tree)->left = (*tree)->right = NULL;
  memcpy((*tree)->word, word, size);
  return true;
}

// Rotates left branches away, so that a tree of any depth takes no stack.
static void free_tree(struct node *node) {
  while (node) {
    struct node *next = node->left;
    if (next) {
      node->left = next->right;
      next->right = node;
    } else {
      next = node->right;
      free(node);
    }
    node = next;
  }
}

static bool insert_words(struct node **tree, FILE *in) {
  char *word;
  errno = 0;
  while (fscanf(in, "%ms", &word) == 1) {
    bool inserted = insert(tree, word);
    free(word);
    if (!inserted)
      return false;
  }
  return feof(in);
}

int main(int argc, char **argv) {
  struct node *tree = NULL;
  bool read = true;
  for (int i = 1; i < argc && read; ++i)
    read = insert(&tree, argv[i]);
  if (argc == 1)
    read = insert_words(&tree, stdin);

  int error = read ? 0 : errno;
  if (read && tree)
    foreach (word, in_order(tree), error)
      puts(word);
  free_tree(tree);
  if (error) {
    fprintf(stderr, "tree: %s\n", strerror(error));
    return 1;
  }
}
