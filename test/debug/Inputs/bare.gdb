generator (void *)suspended
generator (void *)delegating
