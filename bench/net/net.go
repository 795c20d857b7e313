// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The servers in Go, on one thread as ours: net-go echo|http PORT.

package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"time"
)

func echo(connection net.Conn) {
	defer connection.Close()
	buffer := make([]byte, 4096)
	for {
		count, err := connection.Read(buffer)
		if err != nil {
			return
		}
		if _, err := connection.Write(buffer[:count]); err != nil {
			return
		}
	}
}

func hello(answer http.ResponseWriter, _ *http.Request) {
	answer.Header().Set("Content-Type", "text/plain")
	answer.Header().Set("Content-Length", "13")
	io.WriteString(answer, "Hello, world\n")
}

func main() {
	runtime.GOMAXPROCS(1)
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("ready")
	if os.Args[1] == "http" {
		server := http.Server{
			Handler:           http.HandlerFunc(hello),
			MaxHeaderBytes:    8192,
			ReadHeaderTimeout: 10 * time.Second,
			IdleTimeout:       75 * time.Second,
		}
		server.Serve(listener)
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		go echo(connection)
	}
}
