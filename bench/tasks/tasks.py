# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The same as tasks.c with asyncio.

import asyncio
import concurrent.futures
import os
import sys
import time

what, count = sys.argv[1], int(sys.argv[2])


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


async def one(n):
    return n + 1


async def spawn():
    for _ in range(count):
        async with asyncio.TaskGroup() as group:
            group.create_task(one(1))


async def spot():
    for _ in range(count):
        await one(1)


async def echo(to, back):
    while True:
        await back.put(await to.get())


async def queue():
    to, back = asyncio.Queue(1), asyncio.Queue(1)
    task = asyncio.create_task(echo(to, back))
    for i in range(count):
        await to.put(i)
        await back.get()
    task.cancel()


async def sleepers():
    before = resident()
    tasks = [asyncio.create_task(asyncio.sleep(3600 + i * 7919 % 1000000 / 1000)) for i in range(count)]
    await asyncio.sleep(0.001)
    print("%.2f" % ((resident() - before) / count), flush=True)
    os._exit(len(tasks) != count)


async def hands_over(pool, times):
    for _ in range(times):
        await asyncio.get_running_loop().run_in_executor(pool, int)


async def work(under_way=1):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        await asyncio.gather(*(hands_over(pool, count // under_way) for _ in range(under_way)))


async def work64():
    await work(64)


begin = time.perf_counter_ns()
asyncio.run(globals()[what]())
print("%.2f" % ((time.perf_counter_ns() - begin) / count))
