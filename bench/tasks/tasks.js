// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The same as tasks.c with the promises of Node.

'use strict';
const what = process.argv[2], count = Number(process.argv[3]);

async function one(n) { return n + 1; }

const all = {
  async spawn() {
    for (let i = 0; i < count; ++i) await Promise.all([one(1)]);
  },
  async spot() {
    for (let i = 0; i < count; ++i) await one(1);
  },
  async sleepers() {
    const before = process.memoryUsage().rss, sleeping = [];
    for (let i = 0; i < count; ++i)
      sleeping.push((async () => {
        await new Promise((wake) => setTimeout(wake, 3600000 + i * 7919 % 1000000));
      })());
    await new Promise((wake) => setTimeout(wake, 1));
    console.log(((process.memoryUsage().rss - before) / count).toFixed(2));
    process.exit(sleeping.length === count ? 0 : 1);
  },
};

const begin = process.hrtime.bigint();
all[what]().then(() => console.log((Number(process.hrtime.bigint() - begin) / count).toFixed(2)));
