"""The lab's daemons: what each should be, which process it is, and starting and ending them.

A record says which process a daemon is (its id and start time, so that a reused id is never taken for it) and a mark of
what it was started with. `ensure` leaves alone what runs as it should, and starts anew what died or should be different.
"""
import contextlib
import hashlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass

from . import cgroups, files, places, proc
from .failure import Failure
from .shell import ENVIRONMENT


@dataclass(frozen=True)
class Daemon:
    name: str
    words: tuple            # the program and its arguments
    node: int = 0           # runs in that node's network, 0 for the host's
    mounts: bool = False    # runs in that node's view of the file system too
    mark: str = ""          # anything else that makes it a different daemon: its settings files

    def command(self):
        enter = ()
        if self.node:
            enter = ("nsenter", "--net=" + places.namespace_file(self.node))
            if self.mounts:
                enter += ("--mount=" + os.path.join(places.PINS, places.node_name(self.node)),)
        return enter + self.words

    def fingerprint(self):
        return hashlib.sha256(repr((self.command(), self.mark)).encode()).hexdigest()[:16]

    @property
    def log(self):
        return os.path.join(places.LOGS, self.name + ".log")


def record_path(name):
    return os.path.join(places.PROCESSES, name + ".json")


def record(name):
    return files.get_json(record_path(name))


def pid_of(name):
    """The daemon's process id, or None when it does not run."""
    found = record(name)
    return found["pid"] if found and proc.running(found["pid"], found["started"]) else None


def as_wanted(daemon):
    found = record(daemon.name)
    return bool(found) and found["fingerprint"] == daemon.fingerprint() and pid_of(daemon.name) is not None


@contextlib.contextmanager
def uninterrupted():
    """Holds back Ctrl-C and a request to end, so that no process is started without being written down."""
    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def allow_signals():
    signal.pthread_sigmask(signal.SIG_SETMASK, set())


def start(daemon):
    os.makedirs(places.LOGS, exist_ok=True)
    os.makedirs(places.PROCESSES, exist_ok=True)
    end([pid for pid in [pid_of(daemon.name)] if pid] + cgroups.strays(daemon.name, None), grace=5)
    group = cgroups.make_daemon(daemon.name)
    enter_group = ("sh", "-c", 'echo $$ >"$0" && exec "$@"', group)
    with open(daemon.log, "a") as log, uninterrupted():
        process = subprocess.Popen(
            enter_group + daemon.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=places.RUN,
            env={"PATH": ENVIRONMENT["PATH"], "HOME": places.RUN}, start_new_session=True, preexec_fn=allow_signals)
        found = proc.stat(process.pid)
        if found:
            files.put_json(record_path(daemon.name), {"pid": process.pid, "started": found[1],
                                                      "fingerprint": daemon.fingerprint(), "words": daemon.command()})
    CHILDREN[daemon.name] = process


CHILDREN = {}       # what this very command started, so that an early end is noticed


def ensure(daemon):
    """True when it had to be started."""
    if as_wanted(daemon):
        return False
    start(daemon)
    return True


def end(pids, grace):
    """SIGTERM, `grace` seconds, SIGKILL; returns when all are gone."""
    known = {pid: proc.stat(pid) for pid in set(pids)}
    left = {pid: found[1] for pid, found in known.items() if found}
    if grace:
        send(left, signal.SIGTERM)
        left = wait_gone(left, grace)
    send(left, signal.SIGKILL)
    return wait_gone(left, 15)


def send(pids, number):
    for pid, started in pids.items():
        if proc.running(pid, started):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass


def wait_gone(pids, limit):
    until = time.monotonic() + limit
    while True:
        pids = {pid: started for pid, started in pids.items() if proc.running(pid, started)}
        if not pids or time.monotonic() > until:
            return pids
        time.sleep(0.02)


def wait_for(test, what, daemon, limit=60):
    """Waits until test() is true; a Failure when the daemon ends, or the limit passes."""
    until = time.monotonic() + limit
    while not test():
        child = CHILDREN.get(daemon.name)
        if child and child.poll() is not None:
            raise Failure(f"{daemon.name} ended at once (with {child.returncode})",
                          "read the log; `lab down` and `lab up` start afresh", daemon.log)
        if time.monotonic() > until:
            raise Failure(f"{what}: not within {limit} s",
                          "run `lab up` again; if that does not help, `lab down` first", daemon.log)
        time.sleep(0.05)
