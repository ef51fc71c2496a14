package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// answer is the body of every HTTP answer.
type answer struct {
	identity
	Method  string            `json:"method"`
	Path    string            `json:"path"`
	Query   string            `json:"query,omitempty"`
	Host    string            `json:"host"`
	Headers map[string]string `json:"headers"`
	Body    int64             `json:"bodyBytes"`
}

// handler answers every path alike.
func handler(who identity, how behaviour) http.HandlerFunc {
	var count atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		size, _ := io.Copy(io.Discard, r.Body)
		time.Sleep(how.delay)
		said := answer{identity: who, Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Host: r.Host,
			Headers: map[string]string{}, Body: size}
		for name, values := range r.Header {
			said.Headers[strings.ToLower(name)] = strings.Join(values, ",")
		}
		status := http.StatusOK
		switch n := count.Add(1); {
		case how.status != 0:
			status = how.status
		case how.every > 0 && n%how.every == 0, how.share > 0 && rand.Float64() < how.share:
			status = http.StatusInternalServerError
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(said)
	}
}

// serveHTTP serves until stop ends; then requests under way are finished, and idle connections closed.
func serveHTTP(stop context.Context, listener net.Listener, who identity, how behaviour) {
	server := &http.Server{Handler: handler(who, how), ReadHeaderTimeout: 30 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-stop.Done()
		limit, cancel := context.WithTimeout(context.Background(), grace)
		defer cancel()
		if err := server.Shutdown(limit); err != nil {
			log.Printf("requests cut off after %s: %v", grace, err)
		}
	}()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		log.Fatal(err)
	}
	<-done
}
