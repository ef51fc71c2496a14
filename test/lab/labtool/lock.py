"""One at a time: a lock that ends with the process that holds it, however that process ends."""
import contextlib
import fcntl
import os
import time

from .failure import Failure
from .screen import say


@contextlib.contextmanager
def held(path, doing, limit):
    """Holds the lock file `path`; waits at most `limit` seconds for whoever holds it now.

    Gives the open file: a program that inherits it holds the lock too, until it ends.
    """
    os.makedirs(os.path.dirname(path), exist_ok=True)
    end, told = time.monotonic() + limit, False
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = os.read(file, 200).decode(errors="replace").strip()
            os.close(file)
            if time.monotonic() > end:
                raise Failure(f"another lab command is still running ({who})",
                              "wait for it to end, or end that process; the lock is " + path)
            if not told:
                say(f"waiting for another lab command to end ({who})")
                told = True
            time.sleep(0.2)
            continue
        if same_file(file, path):   # whoever held it before may have removed it meanwhile
            break
        os.close(file)
    try:
        os.ftruncate(file, 0)
        os.pwrite(file, f"lab {doing}, process {os.getpid()}".encode(), 0)
        yield file
    finally:
        os.close(file)


def same_file(descriptor, path):
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False
