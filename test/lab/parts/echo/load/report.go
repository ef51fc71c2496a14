package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"
)

// failuresKept is how many failures the summary shows in full; all are counted.
const failuresKept = 20

type failure struct {
	At    string `json:"at"`
	Kind  string `json:"kind"`
	Error string `json:"error"`
}

type kinds struct {
	Fresh     int64 `json:"fresh"`
	Keepalive int64 `json:"keepalive"`
}

type summary struct {
	Requests int64             `json:"requests"`
	Failed   int64             `json:"failed"`
	Failures []failure         `json:"failures"`
	Versions map[string]*kinds `json:"versions"`
	Pods     map[string]int64  `json:"pods"`
	Retries  int64             `json:"retries"`
	// Requests by the common name of the certificate of their connection.
	Certificates map[string]int64 `json:"certificates"`
	Seconds      float64          `json:"seconds"`
}

// report counts results as they come, and writes the trace.
type report struct {
	mutex sync.Mutex
	summary
	file  *os.File
	trace *bufio.Writer
}

func newReport(trace string) (*report, error) {
	r := &report{summary: summary{Failures: []failure{}, Versions: map[string]*kinds{}, Pods: map[string]int64{},
		Certificates: map[string]int64{}}}
	if trace == "" {
		return r, nil
	}
	file, err := os.Create(trace)
	if err != nil {
		return nil, err
	}
	r.file, r.trace = file, bufio.NewWriterSize(file, 1<<16)
	go func() { // a reader that follows the file sees each line within a quarter of a second
		for range time.Tick(250 * time.Millisecond) {
			r.mutex.Lock()
			r.trace.Flush()
			r.mutex.Unlock()
		}
	}()
	return r, nil
}

func (r *report) add(done *result) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.Requests++
	r.Retries += done.retries
	if done.failure != "" {
		r.Failed++
		if len(r.Failures) < failuresKept {
			kind := "keepalive"
			if done.fresh {
				kind = "fresh"
			}
			r.Failures = append(r.Failures, failure{done.ended.UTC().Format("2006-01-02T15:04:05.000Z"), kind, done.failure})
		}
	}
	if done.version != "" {
		count := r.Versions[done.version]
		if count == nil {
			count = &kinds{}
			r.Versions[done.version] = count
		}
		if done.fresh {
			count.Fresh++
		} else {
			count.Keepalive++
		}
		r.Pods[done.pod]++
	}
	if done.certificate != "" {
		r.Certificates[done.certificate]++
	}
	if r.trace != nil {
		r.line(done)
	}
}

func (r *report) line(done *result) {
	kind, who := "K", done.version
	if done.fresh {
		kind = "F"
	}
	if done.failure != "" {
		who = "!" + strings.Join(strings.Fields(done.failure), "_")
	}
	fmt.Fprintln(r.trace, done.opened.UnixMilli(), done.began.UnixMilli(), done.ended.UnixMilli(), kind, who)
}

// end closes the trace and gives the final count.
func (r *report) end(took time.Duration) summary {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.trace != nil {
		r.trace.Flush()
		r.file.Close()
	}
	r.Seconds = float64(took.Milliseconds()) / 1000
	return r.summary
}
