"""lab: the real Pulumi engine and Kubernetes provider, and a two-node cluster, on this machine.

  lab build            make every part once (first time about 18 minutes; afterwards nothing)
  lab up               start the cluster, or repair it; builds what is missing; nothing to do when it runs well
  lab status           what runs, where, and what the lab has changed on this machine  [--json]
  lab env              the environment for programs that use it: eval "$(lab env)"  [--json]
  lab shell            a shell with that environment
  lab dns real|fast    cluster DNS with the cache times of real clusters (30 s), or quick ones (5 s)
  lab down             stop everything and leave nothing behind
  lab clean            down, and remove what was built
"""
import os
import signal
import sys

from .failure import Failure
from .screen import bad


def commands():
    # Imported late: `lab env` and `lab status` are called often, and need little of this.
    from . import build, cluster, environment, status
    return {
        "build": (build.build, ()),
        "up": (cluster.up, ()),
        "status": (status.status, ("--json",)),
        "env": (environment.env, ("--json",)),
        "shell": (environment.shell, ()),
        "dns": (cluster.dns_mode, ("real", "fast")),
        "down": (cluster.down, ()),
        "clean": (cluster.clean, ()),
    }


def interrupted(number, frame):
    """A request to end does what Ctrl-C does: what was begun is ended in order."""
    raise KeyboardInterrupt


def main(arguments):
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__.strip())
        return 0 if arguments else 2
    name, rest = arguments[0], arguments[1:]
    command, allowed = commands().get(name, (None, ()))
    if not command or any(argument not in allowed for argument in rest):
        print(bad(f"lab: no such command: {' '.join(arguments)}"), file=sys.stderr)
        print(__doc__.strip(), file=sys.stderr)
        return 2
    if sys.stdin is None:       # started without one: the first file that is opened must not take its number
        os.open(os.devnull, os.O_RDWR)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    try:
        return command(*rest) or 0
    except Failure as failure:
        print(bad("lab " + name + ": ") + "\n  ".join(failure.lines()), file=sys.stderr)
        return 4
    except KeyboardInterrupt:
        print("\ninterrupted; run the same command again to go on", file=sys.stderr)
        return 130
