package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"time"
)

// result is one request that was sent.
type result struct {
	opened, began, ended time.Time
	fresh                bool
	status               int
	body                 []byte
	version, pod         string
	failure              string // empty when all is well
	retries              int64  // how often the client library sent it anew over another connection
}

// check reads who answered, and whether that is right.
func (r *result) check(p *plan) {
	if r.failure != "" {
		return
	}
	var said struct{ Version, Pod string }
	err := json.Unmarshal(r.body, &said)
	r.version, r.pod = said.Version, said.Pod
	switch {
	case r.status != http.StatusOK:
		r.failure = fmt.Sprintf("status %d", r.status)
	case err != nil:
		r.failure = "body: " + err.Error()
	case r.version == "":
		r.failure = "the body has no version"
	case len(p.allowed) > 0 && !p.allowed[r.version]:
		r.failure = "version " + r.version + " should not answer"
	}
}

type sender interface {
	one() *result
	close()
}

// fresh opens a connection for each request. It asks the server to close it and waits for that, so that the port is
// not kept busy on this side for a minute: at a thousand connections a second a client would soon have none left.
type fresh struct{ plan *plan }

func (f *fresh) close() {}

func (f *fresh) one() *result {
	r := &result{fresh: true, began: time.Now()}
	r.opened = r.began
	address := f.plan.url.Host
	if f.plan.url.Port() == "" {
		address = net.JoinHostPort(address, "80")
	}
	connection, err := net.DialTimeout("tcp", address, f.plan.timeout)
	if err != nil {
		r.failure, r.ended = "connect: "+err.Error(), time.Now()
		return r
	}
	defer connection.Close()
	connection.SetDeadline(r.began.Add(f.plan.timeout))
	request := f.plan.request(context.Background())
	request.Close = true
	if err = request.Write(connection); err == nil {
		var response *http.Response
		reader := bufio.NewReader(connection)
		if response, err = http.ReadResponse(reader, request); err == nil {
			r.status = response.StatusCode
			r.body, err = io.ReadAll(response.Body)
			r.ended = time.Now()
			if err == nil {
				connection.SetDeadline(r.ended.Add(200 * time.Millisecond))
				reader.ReadByte() // the server's close
			}
		}
	}
	if err != nil {
		r.failure, r.ended = err.Error(), time.Now()
	}
	return r
}

// kept sends its requests over one connection that stays open, as Go's own client does it: when the server has closed
// the idle connection, the request goes out again over a new one.
type kept struct {
	plan      *plan
	transport *http.Transport
	opened    time.Time
}

func newKept(p *plan) *kept {
	k := &kept{plan: p}
	dialer := &net.Dialer{Timeout: p.timeout}
	k.transport = &http.Transport{
		MaxIdleConnsPerHost: 1, MaxConnsPerHost: 1, DisableCompression: true,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			at := time.Now()
			connection, err := dialer.DialContext(ctx, network, address)
			return &dated{connection, at}, err
		},
	}
	return k
}

// dated is a connection that knows when it was asked for.
type dated struct {
	net.Conn
	opened time.Time
}

func (k *kept) close() { k.transport.CloseIdleConnections() }

func (k *kept) one() *result {
	r := &result{began: time.Now()}
	used := int64(0)
	ctx, cancel := context.WithTimeout(context.Background(), k.plan.timeout)
	defer cancel()
	trace := &httptrace.ClientTrace{GotConn: func(got httptrace.GotConnInfo) {
		used++
		r.opened = got.Conn.(*dated).opened
	}}
	response, err := k.transport.RoundTrip(k.plan.request(httptrace.WithClientTrace(ctx, trace)))
	if err == nil {
		r.status = response.StatusCode
		r.body, err = io.ReadAll(response.Body)
		response.Body.Close()
	}
	r.ended = time.Now()
	r.retries = max(0, used-1)
	if r.opened.IsZero() {
		r.opened = r.began
	}
	if err != nil {
		r.failure = err.Error()
	}
	return r
}
