"""Cluster DNS in two tempers: `fast`, so that tests need not wait for caches, and `real`, as clusters have it."""
import os
import socket

from . import files, places
from .parts import PARTS
from .processes import Daemon

MODES = {"fast": (5, 1), "real": (30, 30)}      # mode: (seconds that answers are cached, time to live they say)
FOLDER = os.path.join(places.RUN, "dns")


def mode():
    found = files.get(os.path.join(FOLDER, "mode")).strip()
    return found if found in MODES else "fast"


def set_mode(name):
    files.put(os.path.join(FOLDER, "mode"), name + "\n")


def corefile():
    cache, ttl = MODES[mode()]
    return f"""cluster.local:53 {{
  bind {places.DNS_ADDRESS}
  errors
  cache {cache}
  loadbalance
  kubernetes cluster.local {{
    kubeconfig {places.ADMIN_KUBECONFIG} lab
    ttl {ttl}
  }}
}}
"""


def daemon():
    """Writes its settings too: they are all that the two tempers differ in."""
    path = os.path.join(FOLDER, "Corefile")
    files.put(path, corefile())
    return Daemon("coredns", (PARTS["coredns"].file("bin/coredns"), "-conf", path), node=1, mark=corefile())


def answers():
    try:
        socket.create_connection((places.DNS_ADDRESS, 53), timeout=1).close()
        return True
    except OSError:
        return False
