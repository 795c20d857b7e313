// The first Fibonacci numbers.
//
//   yieldcc -O2 fibonacci.c -o fibonacci && ./fibonacci

#include <stdio.h>
#include <yieldc.h>

generator(int) fibonacci(int n) {
  int a = 0, b = 1;
  while (n--) {
    yield a;
    int next = a + b;
    a = b;
    b = next;
  }
}

int main(void) {
  foreach (x, fibonacci(10))
    printf("%d\n", x);
}
