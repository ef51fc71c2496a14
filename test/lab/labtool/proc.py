"""What /proc says about one process."""
import os


def stat(pid):
    """(state, start time in clock ticks since boot), or None when there is no such process."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return fields[0], int(fields[19])


def running(pid, started=None):
    """Whether it lives; a zombie, whose parent has not asked for it, does not. With `started`: and is still that one."""
    found = stat(pid)
    return bool(found) and found[0] not in "ZX" and (started is None or found[1] == started)


def program(pid):
    try:
        return os.path.basename(os.readlink(f"/proc/{pid}/exe"))
    except OSError:
        return ""


def boot():
    with open("/proc/sys/kernel/random/boot_id") as file:
        return file.read().strip()
