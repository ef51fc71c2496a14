"""The Debian packages that the lab needs, installed only when one of their programs is missing."""
import contextlib
import glob
import os
import shutil
import subprocess

from . import files, places
from .failure import Failure
from .screen import Step, say

SBIN = "/usr/local/sbin:/usr/sbin:/sbin"
POSTGRESQL = "/usr/lib/postgresql/*/bin/initdb"       # for examples/composition; Debian has it on no PATH
CNI_FOLDERS = ("/usr/lib/cni", "/opt/cni/bin")
# package: a program that says the package, or something that stands in for it, is there
NEEDED = {
    "containerd": "containerd-shim-runc-v2", "runc": "runc", "iptables": "iptables", "conntrack": "conntrack",
    "iproute2": "ip", "openssl": "openssl", "util-linux": "nsenter", "mount": "mount", "procps": "sysctl",
}
SERVICE_POLICY = "/usr/sbin/policy-rc.d"
POLICY_MARK = "written by the vamp lab while it installs packages"


def which(program):
    return shutil.which(program, path=os.environ.get("PATH", "") + ":" + SBIN)


def cni_folder():
    return next((folder for folder in CNI_FOLDERS if os.path.exists(folder + "/ptp")), None)


def missing(building):
    names = [package for package, program in NEEDED.items() if not which(program)]
    if not cni_folder():
        names.append("containernetworking-plugins")
    if not which("initdb") and not glob.glob(POSTGRESQL):
        names.append("postgresql")
    if building:
        names += missing_to_build()
    return names


def missing_to_build():
    """A compiler with a static C library, for the pause image; pip and virtual environments, for HAProxy and Python
    programs."""
    names = [] if which("gcc") else ["gcc"]
    if names or not os.path.isabs(said("gcc", "-print-file-name=libc.a")):
        names.append("libc6-dev")
    if not said("python3", "-m", "pip", "--version"):
        names.append("python3-pip")
    if not said("python3", "-c", "import ensurepip; print('there')"):
        names.append("python3-venv")
    return names


def said(*words):
    try:
        return subprocess.run(words, capture_output=True, text=True, timeout=30).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def installed_by_lab():
    return files.get_json(places.PACKAGES_RECORD, [])


@contextlib.contextmanager
def no_services():
    """Keeps a package from starting its service: the lab runs its own containerd, with its own folders."""
    if os.path.exists(SERVICE_POLICY) and POLICY_MARK not in open(SERVICE_POLICY, errors="replace").read():
        yield       # the machine has a policy of its own
        return
    with open(SERVICE_POLICY, "w") as file:
        file.write(f"#!/bin/sh\n# {POLICY_MARK}\nexit 101\n")
    os.chmod(SERVICE_POLICY, 0o755)
    try:
        yield
    finally:
        os.unlink(SERVICE_POLICY)


def install(names, title):
    log = os.path.join(places.CACHE, "log", "packages.log")
    os.makedirs(os.path.dirname(log), exist_ok=True)
    if os.geteuid() != 0 or not which("apt-get"):
        raise Failure("these programs' packages are missing: " + " ".join(names),
                      "install them (Debian's names are given), or run `lab build` as root on Debian")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    before = listed()
    steps = ((300, ["update"]), (900, ["install", "-y", "--no-install-recommends", "--no-remove"] + names))
    with Step(f"{title} installing {' '.join(names)}", "installing", "installed"), no_services(), open(log, "w") as out:
        for limit, words in steps:
            try:
                done = subprocess.run(["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"] + words, env=environment,
                                      stdin=subprocess.DEVNULL, stdout=out, stderr=out, timeout=limit)
            except subprocess.TimeoutExpired:
                raise Failure(f"apt-get {words[0]} took longer than {limit} s", "see whether the network is there", log)
            if done.returncode and words[0] == "install":
                raise Failure("installing Debian packages failed", "install by hand: " + " ".join(names), log)
    record(sorted(set(listed()) - set(before)))


def listed():
    lines = said("dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package}\\n").splitlines()
    return [line.split()[1] for line in lines if line.startswith("ii")]


def record(new):
    files.put_json(places.PACKAGES_RECORD, sorted(set(installed_by_lab()) | set(new)))


def ensure(building, title):
    names = missing(building)
    if names:
        install(names, title)
    else:
        say(f"{title} Debian packages ... all there")
