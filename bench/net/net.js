// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The servers in Node: node net.js echo|http PORT.

'use strict';
const http = require('http'), net = require('net');

function echo(socket) {
  socket.on('data', (bytes) => {
    if (socket.write(bytes)) return;
    socket.pause();
    socket.once('drain', () => socket.resume());
  });
  socket.on('error', () => socket.destroy());
}

function hello(request, answer) {
  answer.writeHead(200, {'Content-Type': 'text/plain', 'Content-Length': 13});
  answer.end('Hello, world\n');
}

const server = process.argv[2] === 'http' ?
    http.createServer({maxHeaderSize: 8192, headersTimeout: 10000, keepAliveTimeout: 75000, noDelay: true}, hello) :
    net.createServer({noDelay: true}, echo);
server.listen({host: '127.0.0.1', port: Number(process.argv[3]), backlog: 4096}, () => console.log('ready'));
