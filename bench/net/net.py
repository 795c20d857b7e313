# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The servers with asyncio: net.py echo|http PORT [--streams] [--uvloop]. Without --streams with its protocols, which are
# callbacks, and faster.

import asyncio
import sys
from email.utils import formatdate


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)

    def pause_writing(self):
        self.transport.pause_reading()

    def resume_writing(self):
        self.transport.resume_reading()


class Hello(Echo):
    """asyncio has no HTTP, and this is less than any server that is used, as is that with streams: it only looks for the ends
    of the requests, limits their size, and has no time limit. A real one in Python is slower."""

    answer = b""

    def connection_made(self, transport):
        self.transport = transport
        self.kept = b""

    def data_received(self, data):
        requests = (self.kept + data).split(b"\r\n\r\n")
        self.kept = requests.pop()
        if len(self.kept) > 8192:
            self.transport.close()
        elif requests:
            self.transport.write(Hello.answer * len(requests))


async def echo(reader, writer):
    try:
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    writer.close()


async def hello(reader, writer):
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(Hello.answer)
            await writer.drain()
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
        writer.close()


def keep_date(loop):
    """Once a second."""
    Hello.answer = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\nDate: %s\r\n\r\nHello, world\n"
        % formatdate(usegmt=True)
    ).encode()
    loop.call_later(1, keep_date, loop)


async def main():
    loop = asyncio.get_running_loop()
    keep_date(loop)
    protocol, handler = (Hello, hello) if sys.argv[1] == "http" else (Echo, echo)
    place = "127.0.0.1", int(sys.argv[2])
    if "--streams" in sys.argv:
        server = await asyncio.start_server(handler, *place, limit=8192, backlog=4096)
    else:
        server = await loop.create_server(protocol, *place, backlog=4096)
    print("ready", flush=True)
    await server.serve_forever()


if "--uvloop" in sys.argv:
    import uvloop

    uvloop.install()
asyncio.run(main())
