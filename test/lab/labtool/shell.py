"""Running other programs with a time limit, and saying clearly what failed."""
import os
import subprocess

from .failure import Failure
from .packages import SBIN

ENVIRONMENT = {**os.environ, "PATH": os.environ.get("PATH", "/usr/bin:/bin") + ":" + SBIN, "LC_ALL": "C"}


def run(*words, limit=20, quiet=False, feed=None):
    """The program's output; a Failure when it fails, or "" when quiet."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=limit, env=ENVIRONMENT,
                              input=feed, stdin=None if feed is not None else subprocess.DEVNULL)
    except FileNotFoundError:
        raise Failure(f"{words[0]} is not installed", "run `lab build`, which installs what is missing")
    except subprocess.TimeoutExpired:
        if quiet:
            return ""
        raise Failure(f"no end after {limit} s: {' '.join(words)}", "run the command again")
    if done.returncode and not quiet:
        raise Failure(f"failed: {' '.join(words)}\n  {(done.stderr or done.stdout).strip()[-600:]}",
                      "run `lab down`, then `lab up`")
    return done.stdout if not done.returncode else ""


def works(*words, limit=20):
    try:
        return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                              timeout=limit, env=ENVIRONMENT).returncode == 0
    except (subprocess.TimeoutExpired, FileNotFoundError):
        return False


def in_namespace(file, *words):
    """The words of a command in a network namespace. Not `ip netns exec`: that mounts a new /sys, without cgroups."""
    return ("nsenter", "--net=" + file, *words)
