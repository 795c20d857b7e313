#include <yieldc.h>

generator(int) count(int n) {
  for (int i = 0; i < n; ++i)
    yield i;
}
