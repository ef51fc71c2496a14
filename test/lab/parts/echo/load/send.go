package main

import (
	"bufio"
	"context"
	"crypto/tls"
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
	certificate          string // the common name in it; empty without TLS
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

// dialled is a connection that knows when it was asked for, and whose certificate it was shown.
type dialled struct {
	net.Conn
	opened      time.Time
	certificate string
}

// dial opens a connection to where the plan's requests go.
func (p *plan) dial(ctx context.Context) (*dialled, error) {
	c := &dialled{opened: time.Now()}
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	port := p.url.Port()
	if port == "" {
		port = p.url.Scheme // the dialer knows these names
	}
	plain, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(p.url.Hostname(), port))
	if err != nil || p.url.Scheme == "http" {
		c.Conn = plain
		return c, err
	}
	secure := tls.Client(plain, &tls.Config{InsecureSkipVerify: true, ServerName: p.url.Hostname()})
	if err = secure.HandshakeContext(ctx); err != nil {
		plain.Close()
		return nil, err
	}
	c.Conn, c.certificate = secure, secure.ConnectionState().PeerCertificates[0].Subject.CommonName
	return c, nil
}

// fresh opens a connection for each request. It asks the server to close it and waits for that, so that the port is
// not kept busy on this side for a minute: at a thousand connections a second a client would soon have none left.
type fresh struct{ plan *plan }

func (f *fresh) close() {}

func (f *fresh) one() *result {
	r := &result{fresh: true, began: time.Now()}
	r.opened = r.began
	connection, err := f.plan.dial(context.Background())
	if err != nil {
		r.failure, r.ended = "connect: "+err.Error(), time.Now()
		return r
	}
	r.certificate = connection.certificate
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
}

func newKept(p *plan) *kept {
	k := &kept{plan: p}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) { return p.dial(ctx) }
	k.transport = &http.Transport{
		MaxIdleConnsPerHost: 1, MaxConnsPerHost: 1, DisableCompression: true, DialContext: dial, DialTLSContext: dial,
	}
	return k
}

func (k *kept) close() { k.transport.CloseIdleConnections() }

func (k *kept) one() *result {
	r := &result{began: time.Now()}
	connections := int64(0)
	ctx, cancel := context.WithTimeout(context.Background(), k.plan.timeout)
	defer cancel()
	trace := &httptrace.ClientTrace{GotConn: func(got httptrace.GotConnInfo) {
		connections++
		used := got.Conn.(*dialled)
		r.opened, r.certificate = used.opened, used.certificate
	}}
	response, err := k.transport.RoundTrip(k.plan.request(httptrace.WithClientTrace(ctx, trace)))
	if err == nil {
		r.status = response.StatusCode
		r.body, err = io.ReadAll(response.Body)
		response.Body.Close()
	}
	r.ended = time.Now()
	r.retries = max(0, connections-1)
	if r.opened.IsZero() {
		r.opened = r.began
	}
	if err != nil {
		r.failure = err.Error()
	}
	return r
}
