#include "generators.h"

generator(int) countdown(int n) {
  while (n)
    yield n--;
}
