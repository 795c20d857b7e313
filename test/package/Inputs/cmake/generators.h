#include <yieldc.h>

generator(int) countdown(int n);
