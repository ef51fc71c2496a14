// echo is the service under test: it says which version and which pod answered, in HTTP or in plain TCP.
//
// Environment: PORT (8080), SERVICE, VERSION, HOSTNAME, PROTOCOL=http|tcp,
// DELAY=200ms (every answer is slow), FAIL=503 (always that status) or FAIL=0.5 (that share of answers is a 500),
// FAIL_EVERY=10 (every tenth answer is a 500), READY_AFTER=5s (the port opens only then).
package main

import (
	"context"
	"encoding/json"
	"log"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

// grace is how long open requests may go on after SIGTERM.
const grace = 9 * time.Second

// identity is what every answer says about who gave it.
type identity struct {
	Service  string `json:"service"`
	Version  string `json:"version"`
	Pod      string `json:"pod"`
	Port     int    `json:"port"`
	Protocol string `json:"protocol"`
}

// behaviour is how answers are spoiled on purpose.
type behaviour struct {
	delay  time.Duration
	status int     // answer always with this status, 0 for none
	share  float64 // fail this share of answers
	every  int64   // fail every so many answers, 0 for none
}

func text(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func duration(name string) time.Duration {
	value, err := time.ParseDuration(text(name, "0s"))
	if err != nil {
		log.Fatalf("%s: %v", name, err)
	}
	return value
}

func number(name, otherwise string) float64 {
	value, err := strconv.ParseFloat(text(name, otherwise), 64)
	if err != nil {
		log.Fatalf("%s: %v", name, err)
	}
	return value
}

func fromEnvironment() (identity, behaviour) {
	host, _ := os.Hostname()
	who := identity{
		Service:  text("SERVICE", "echo"),
		Version:  text("VERSION", "0.0.0"),
		Pod:      text("HOSTNAME", host),
		Port:     int(number("PORT", "8080")),
		Protocol: text("PROTOCOL", "http"),
	}
	how := behaviour{delay: duration("DELAY"), every: int64(number("FAIL_EVERY", "0"))}
	if fail := number("FAIL", "0"); fail >= 100 {
		how.status = int(fail)
	} else {
		how.share = fail
	}
	return who, how
}

func main() {
	who, how := fromEnvironment()
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()

	select {
	case <-time.After(duration("READY_AFTER")):
	case <-stop.Done():
		return
	}
	listener, err := net.Listen("tcp", ":"+strconv.Itoa(who.Port))
	if err != nil {
		log.Fatal(err)
	}
	said, _ := json.Marshal(who)
	log.Printf("ready: %s", said)
	if who.Protocol == "tcp" {
		serveTCP(stop, listener, who, how)
	} else {
		serveHTTP(stop, listener, who, how)
	}
	log.Print("ended")
}
