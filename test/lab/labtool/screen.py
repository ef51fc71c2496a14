"""What the lab says while it works: plain lines for a log, one rewritten line on a terminal."""
import os
import sys
import threading
import time

TERMINAL = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
HEARTBEAT_SECONDS = 20
WIDTH = 100


def colour(code, text):
    return f"\033[{code}m{text}\033[0m" if TERMINAL and "NO_COLOR" not in os.environ else text


def good(text):
    return colour("32", text)


def bad(text):
    return colour("31", text)


def faint(text):
    return colour("2", text)


def say(text):
    try:
        print(text, flush=True)
    except BrokenPipeError:     # whoever read the output went away; the work goes on
        sys.stdout = open(os.devnull, "w")


def seconds(value):
    return f"{value:.1f} s" if value < 10 else f"{value:.0f} s"


class Step:
    """`with Step("[3/11] kubernetes") as step:` says that a long thing runs, that it still runs, and that it is done."""

    def __init__(self, title, doing="building", done="built"):
        self.title, self.doing, self.done = title, doing, done
        self.ended = threading.Event()

    def __enter__(self):
        self.began = time.monotonic()
        if not TERMINAL:
            say(f"{self.title} ... {self.doing}")
        self.thread = threading.Thread(target=self.beat, daemon=True)
        self.thread.start()
        return self

    def beat(self):
        while not self.ended.wait(1 if TERMINAL else HEARTBEAT_SECONDS):
            passed = int(time.monotonic() - self.began)
            if TERMINAL:
                print(f"\r\033[K{self.title} ... {self.doing}, {passed} s", end="", flush=True)
            else:
                say(f"{self.title} ... still {self.doing} after {passed} s")

    def __exit__(self, kind, error, trace):
        self.ended.set()
        self.thread.join()
        passed = seconds(time.monotonic() - self.began)
        start = "\r\033[K" if TERMINAL else ""
        if kind is None:
            say(f"{start}{self.title} ... {good(self.done)} in {passed}")
        else:
            say(f"{start}{self.title} ... {bad('failed')} after {passed}")
