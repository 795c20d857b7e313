  yield 10;
#ifdef TWO
  yield 20;
#endif
  for (int i = 0; i < 2; ++i)
