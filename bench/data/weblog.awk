# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# examples/weblog.c in awk: what is well formed is told by fields only.

NF >= 9 && $9 ~ /^[1-5][0-9][0-9]$/ && $NF ~ /^[0-9]+$/ && length($NF) <= 6 {
  ++total
  sub(/[?].*/, "", $7)
  ++pages[$7]
  if ($9 >= 500) {
    minute = substr($4, 2, 17)
    if (!(minute in minutes))
      order[++count] = minute
    ++minutes[minute]
  }
  ++took[$NF < 60000 ? $NF + 0 : 60000]
  next
}
length { ++wrong }
END {
  printf "%d requests, %d lines that are none\n\npages\n", total, wrong
  sorted = "LC_ALL=C sort -k1,1nr -k2 | head -n 10"
  for (page in pages)
    printf "%9d %s\n", pages[page], page | sorted
  close(sorted)
  printf "\nerrors per minute\n"
  for (i = 1; i <= count; ++i)
    printf "%9d %s\n", minutes[order[i]], order[i]
  printf "\nmilliseconds\n"
  n = split("0.5 0.9 0.99 0.999", shares, " ")
  next_share = 1
  for (ms = 0; ms <= 60000 && total; ++ms) {
    sum += took[ms]
    while (next_share <= n && sum >= shares[next_share] * total)
      printf "%8.1f%% %s%d\n", 100 * shares[next_share++], ms == 60000 ? "over " : "", ms
  }
}
