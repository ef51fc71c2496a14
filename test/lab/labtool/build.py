"""`lab build`: makes each part once, into the cache folder, under a name that says what it was made of.

A part counts as built when its folder exists, and that folder appears by one rename after everything in it is
complete: an interrupted build leaves nothing that looks finished.
"""
import functools
import os
import re
import shutil
import signal
import subprocess

from . import files, packages, places
from .failure import Failure
from .lock import held
from .parts import ENGINE, PARTS
from .screen import Step, faint, say

OLDEST_PULUMI = (3, 215)
OLDEST_GO = (1, 26)


@functools.lru_cache(maxsize=None)
def machine_pulumi():
    """A pulumi on PATH (not the lab's own) that is new enough, as (path, version); else None."""
    ours = os.path.realpath(places.CACHE_BIN)
    folders = [folder for folder in os.environ.get("PATH", "").split(":") if os.path.realpath(folder) != ours]
    path = shutil.which("pulumi", path=":".join(folders))
    if not path:
        return None
    try:
        said = subprocess.run([path, "version"], capture_output=True, text=True, timeout=30,
                              env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.match(r"v?(\d+)\.(\d+)\.", said)
    return (path, said) if found and tuple(map(int, found.groups())) >= OLDEST_PULUMI else None


def wanted():
    """The parts that this machine needs, in order."""
    return [part for part in PARTS.values() if not (part.name in ENGINE and machine_pulumi())]


def complete():
    return all(part.built for part in wanted()) and links_right()


def build():
    with held(os.path.join(places.CACHE, "lock"), "build", limit=3 * 3600) as lock:
        parts = wanted()
        total = len(parts) + 1
        if machine_pulumi():
            say("the machine's own pulumi is used, no engine is built: {} {}".format(*machine_pulumi()))
        unbuilt = [part for part in parts if not part.built]
        packages.ensure(bool(unbuilt), f"[1/{total}]")
        for number, part in enumerate(parts, 2):
            title = f"[{number}/{total}] {part.name} {part.version}"
            if part.built:
                say(f"{title} ... already built")
            else:
                make(part, title, lock)
            warn_of_substitute(part)
        link()
        shutil.rmtree(os.path.join(places.CACHE, "work"), ignore_errors=True)
        say(faint(f"everything is in {places.CACHE}"))


def make(part, title, lock):
    work = os.path.join(places.CACHE, "work", part.name)
    log = os.path.join(places.CACHE, "log", part.name + ".log")
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(os.path.dirname(log), exist_ok=True)
    shutil.copytree(os.path.join(places.PARTS, part.folder), os.path.join(work, "source"))
    shutil.copytree(os.path.join(places.PARTS, "images"), os.path.join(work, "source", "images"))
    os.makedirs(os.path.join(work, "out"))
    with Step(title), open(log, "w") as out:
        run(part, work, out, log, lock)
    keep_newest(os.path.dirname(part.home))
    os.rename(os.path.join(work, "out"), part.home)
    shutil.rmtree(work, ignore_errors=True)


def keep_newest(folder):
    """Of what older sources made, the last one stays: going back to another branch then costs nothing."""
    os.makedirs(folder, exist_ok=True)
    older = sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime)
    for entry in older[:-1]:
        shutil.rmtree(entry.path, ignore_errors=True)


def warn_of_substitute(part):
    note = files.get(part.file("substitute")).strip()
    if note:
        say(f"      NOTE: {note}")
        say(f"      to try again: rm -r {part.home}")


def run(part, work, out, log, lock):
    again = "read the log, then run `lab build` again: it goes on with this part"
    if os.path.exists(os.path.join(work, "source", "go.mod")):
        need_go()
    try:
        # It holds the lock too: if this process is killed, no second build begins beside what still runs.
        process = subprocess.Popen(
            ["bash", "build.sh", *part.arguments], cwd=os.path.join(work, "source"), env=environment(part, work),
            stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, pass_fds=(lock,))
    except OSError as error:
        raise Failure(f"{part.name} could not be started: {error}", again, log)
    try:
        code = process.wait(timeout=part.minutes * 60)
    except subprocess.TimeoutExpired:
        raise Failure(f"{part.name} was not built within {part.minutes} minutes", again, log)
    finally:
        if process.poll() is None:      # too slow, or interrupted: end the whole build, not the shell alone
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if code:
        raise Failure(f"{part.name} could not be built (build.sh ended with {code})", again, log)


def environment(part, work):
    needs = {name.replace("-", "_").upper(): PARTS[name].home for name in part.needs}
    # Without what `lab env` may have said to pip: a build asks the network.
    given = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return {**given, **needs, "OUT": os.path.join(work, "out"), "VERSION": part.version, "IMAGE": part.image,
            "GOFLAGS": "-trimpath -buildvcs=false -mod=readonly", "CGO_ENABLED": "0", "GOTOOLCHAIN": "local",
            "GOGC": "200", "GOWORK": "off", "PATH": os.environ.get("PATH", "") + ":" + packages.SBIN}


@functools.lru_cache(maxsize=None)
def need_go():
    said = subprocess.run(["go", "env", "GOVERSION"], capture_output=True, text=True, timeout=60).stdout \
        if shutil.which("go") else "nothing"
    found = re.match(r"go(\d+)\.(\d+)", said)
    if not found or tuple(map(int, found.groups())) < OLDEST_GO:
        raise Failure(f"building needs Go {OLDEST_GO[0]}.{OLDEST_GO[1]} or newer on PATH; found {said.strip()}",
                      "install Go and run `lab build` again")


def links():
    """The cache folder's links: path -> (the file that it stands for, whether the link is a hard one)."""
    return {os.path.join(places.CACHE, path): (part.file(target), part.hard)
            for part in wanted() for path, target in part.links.items()}


def link_right(path, target, hard):
    if hard:
        return os.path.exists(path) and not os.path.islink(path) and os.path.samefile(path, target)
    return os.path.islink(path) and os.readlink(path) == target


def links_right():
    return all(link_right(path, *wanted_link) for path, wanted_link in links().items())


def link():
    for path, (target, hard) in links().items():
        if link_right(path, target, hard):
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if os.path.lexists(path + ".new"):
            os.unlink(path + ".new")
        (os.link if hard else os.symlink)(target, path + ".new")
        os.replace(path + ".new", path)
    if os.path.isdir(places.CACHE_BIN):
        for name in os.listdir(places.CACHE_BIN):
            if os.path.join(places.CACHE_BIN, name) not in links():
                os.unlink(os.path.join(places.CACHE_BIN, name))
