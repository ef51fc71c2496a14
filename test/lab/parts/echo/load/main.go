// load sends HTTP requests over many connections at once and says who answered them, and what failed.
//
// Over HTTPS it takes any certificate, and says which it was shown. A share of the connections (--fresh) is opened anew for each request; the others are kept alive. It ends by itself
// after --seconds or --requests, or on SIGINT or SIGTERM, with one JSON object on standard output. Exit status: 0 when
// it did its work, however many requests failed (the object says so), 2 when it was called wrongly.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// plan is what to send.
type plan struct {
	url      *url.URL
	host     string
	header   http.Header
	timeout  time.Duration
	allowed  map[string]bool // versions that may answer; empty for any
	requests int64           // stop after so many, 0 for no such limit
	gap      time.Duration   // between two requests of one connection, 0 for none
}

// request makes one request of the plan.
func (p *plan) request(ctx context.Context) *http.Request {
	request := http.Request{Method: "GET", URL: p.url, Host: p.host, Header: p.header.Clone(), Proto: "HTTP/1.1",
		ProtoMajor: 1, ProtoMinor: 1}
	return request.WithContext(ctx)
}

func fatal(text string) {
	fmt.Fprintln(os.Stderr, "load: "+text)
	os.Exit(2)
}

// settings are the flags that do not belong to a single request.
type settings struct {
	connections int
	fresh       float64
	limit       time.Duration
	trace       string
}

func flags() (*plan, settings) {
	p, s := &plan{header: http.Header{}, allowed: map[string]bool{}}, settings{}
	address := flag.String("url", "", "where to send requests to (required)")
	flag.StringVar(&p.host, "host", "", "the Host header, when it is not the URL's")
	flag.IntVar(&s.connections, "connections", 50, "connections at once")
	flag.Float64Var(&s.fresh, "fresh", 0.5, "share of them that is opened anew for each request, 0 to 1")
	seconds := flag.Float64("seconds", 0, "stop after so many seconds (10 when there is no limit at all)")
	flag.Int64Var(&p.requests, "requests", 0, "stop after so many requests")
	rate := flag.Float64("rate", 0, "requests per second over all connections, 0 for as fast as it goes")
	flag.DurationVar(&p.timeout, "timeout", 5*time.Second, "limit on one request")
	flag.Func("allow", "versions that may answer, parted by commas", func(value string) error {
		for _, version := range strings.Split(value, ",") {
			p.allowed[version] = true
		}
		return nil
	})
	flag.Func("header", "a header as NAME:VALUE, may be given more than once", func(value string) error {
		name, content, found := strings.Cut(value, ":")
		if !found {
			return fmt.Errorf("want NAME:VALUE")
		}
		p.header.Add(strings.TrimSpace(name), strings.TrimSpace(content))
		return nil
	})
	flag.StringVar(&s.trace, "trace", "", "write a line for each request to this file: milliseconds of connection\n"+
		"open, request start and answer, F(resh) or K(ept alive), version or !error")
	flag.Parse()

	var err error
	if p.url, err = url.Parse(*address); err != nil || (p.url.Scheme != "http" && p.url.Scheme != "https") || p.url.Host == "" {
		fatal("--url must be an http or https URL")
	}
	if p.url.Path == "" {
		p.url.Path = "/"
	}
	if flag.NArg() > 0 || s.connections < 1 || s.fresh < 0 || s.fresh > 1 {
		fatal("see --help: connections at least 1, fresh from 0 to 1, no other arguments")
	}
	if *rate > 0 {
		p.gap = time.Duration(float64(s.connections) / *rate * float64(time.Second))
	}
	if *seconds <= 0 && p.requests <= 0 {
		*seconds = 10
	}
	s.limit = 24 * time.Hour
	if *seconds > 0 {
		s.limit = time.Duration(*seconds * float64(time.Second))
	}
	return p, s
}

func main() {
	p, s := flags()
	out, err := newReport(s.trace)
	if err != nil {
		fatal(err.Error())
	}
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	stop, cancelLimit := context.WithTimeout(stop, s.limit)
	defer cancelLimit()

	var sent atomic.Int64
	var workers sync.WaitGroup
	began := time.Now()
	share := 0.0
	for i := range s.connections {
		var send sender = newKept(p)
		if share += s.fresh; share >= 1-1e-9 { // spread evenly, so that few connections have both kinds too
			share--
			send = &fresh{plan: p}
		}
		workers.Go(func() { work(stop, p, send, out, &sent, time.Duration(i)*p.gap/time.Duration(s.connections)) })
	}
	workers.Wait()
	encoded, _ := json.Marshal(out.end(time.Since(began)))
	fmt.Println(string(encoded))
}

// work sends requests over one connection (or one after another) until stop ends. A request under way is finished.
func work(stop context.Context, p *plan, send sender, out *report, sent *atomic.Int64, offset time.Duration) {
	defer send.close()
	next := time.Now().Add(offset)
	for stop.Err() == nil {
		if p.gap > 0 {
			select {
			case <-time.After(time.Until(next)):
			case <-stop.Done():
				return
			}
			next = next.Add(p.gap)
			if now := time.Now(); next.Before(now.Add(-time.Second)) {
				next = now // far behind after a slow answer: no burst to catch up
			}
		}
		if p.requests > 0 && sent.Add(1) > p.requests {
			return
		}
		done := send.one()
		done.check(p)
		out.add(done)
		if done.failure != "" && p.gap == 0 {
			time.Sleep(5 * time.Millisecond) // a refused connection must not become a busy loop
		}
	}
}
