#include "generators.h"
#include <stdio.h>

int main(void) {
  foreach (i, countdown(3))
    printf("%d\n", i);
}
