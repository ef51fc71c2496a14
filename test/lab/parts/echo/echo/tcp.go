package main

import (
	"bufio"
	"context"
	"encoding/json"
	"net"
	"sync"
	"time"
)

// serveTCP greets every connection with one line of JSON that says who answers, then sends every line back. After stop
// ends no connection is taken, and open ones may go on for the grace time.
func serveTCP(stop context.Context, listener net.Listener, who identity, how behaviour) {
	var open sync.WaitGroup
	go func() {
		<-stop.Done()
		listener.Close()
	}()
	for {
		connection, err := listener.Accept()
		if err != nil {
			break
		}
		open.Go(func() { talk(connection, who, how) })
	}
	ended := make(chan struct{})
	go func() {
		open.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(grace):
	}
}

func talk(connection net.Conn, who identity, how behaviour) {
	defer connection.Close()
	time.Sleep(how.delay)
	greeting, _ := json.Marshal(who)
	if _, err := connection.Write(append(greeting, '\n')); err != nil {
		return
	}
	lines := bufio.NewReader(connection)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		time.Sleep(how.delay)
		if _, err := connection.Write(line); err != nil {
			return
		}
	}
}
