#include "say.h"
#include <stdio.h>

int main(int argc, char **argv) {
  printf("%d %s %c %s\n", argc, argv[1], getchar(), SAY);
  return 42;
}
