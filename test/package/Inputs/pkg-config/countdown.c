#include <stdio.h>
#include <yieldc.h>

generator(int) countdown(int n) {
  while (n)
    yield n--;
}

int main(void) {
  foreach (i, countdown(3))
    printf("%d\n", i);
}
