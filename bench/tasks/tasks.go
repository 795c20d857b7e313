// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The same as tasks.c with goroutines, on one thread as ours.

package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

func resident() float64 {
	var size, pages float64
	file, _ := os.Open("/proc/self/statm")
	fmt.Fscan(file, &size, &pages)
	file.Close()
	return pages * float64(os.Getpagesize())
}

func main() {
	what := os.Args[1]
	count, _ := strconv.Atoi(os.Args[2])
	runtime.GOMAXPROCS(1)
	begin := time.Now()
	switch what {
	case "spawn":
		for i := 0; i < count; i++ {
			var group sync.WaitGroup
			group.Add(1)
			go func() { group.Done() }()
			group.Wait()
		}
	case "queue":
		to, back := make(chan int, 1), make(chan int, 1)
		go func() {
			for i := range to {
				back <- i
			}
		}()
		for i := 0; i < count; i++ {
			to <- i
			<-back
		}
	case "sleepers":
		before := resident()
		for i := 0; i < count; i++ {
			go time.Sleep(time.Hour + time.Duration(i*7919%1000000)*time.Millisecond)
		}
		time.Sleep(100 * time.Millisecond)
		fmt.Printf("%.2f\n", (resident()-before)/float64(count))
		return
	}
	fmt.Printf("%.2f\n", float64(time.Since(begin).Nanoseconds())/float64(count))
}
