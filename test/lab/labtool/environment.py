"""`lab env` and `lab shell`: what a program needs to use the lab's engine and cluster."""
import json
import os
import shlex

from . import build, places


def variables():
    path = os.environ.get("PATH", "/usr/local/bin:/usr/bin:/bin").split(":")
    found = {
        "PATH": ":".join([places.CACHE_BIN] + [folder for folder in path if folder and folder != places.CACHE_BIN]),
        "KUBECONFIG": places.ADMIN_KUBECONFIG,
        "PULUMI_HOME": places.PULUMI_HOME,
        "PULUMI_CONFIG_PASSPHRASE": os.environ.get("PULUMI_CONFIG_PASSPHRASE", "vamp-lab"),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        # Nothing is ever fetched: what the lab did not build is not there.
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
        "PIP_NO_INDEX": "true",
        "PIP_FIND_LINKS": places.WHEELS,
        "VAMP_LAB": os.path.join(places.HERE, "lab"),
        "VAMP_LAB_CACHE": places.CACHE,
    }
    if not build.machine_pulumi():      # a machine's own engine finds its language hosts beside itself
        found["PULUMI_IGNORE_AMBIENT_PLUGINS"] = "true"
    if not os.environ.get("PULUMI_BACKEND_URL"):
        found["PULUMI_BACKEND_URL"] = "file://" + os.path.join(places.RUN, "pulumi-state")
    return found


def env(form=""):
    if form == "--json":
        print(json.dumps(variables(), indent=1))
    else:
        for name, value in variables().items():
            print(f"export {name}={shlex.quote(value)}")


def shell():
    program = os.environ.get("SHELL") or "/bin/bash"
    print("a shell with the lab's environment; leave it with `exit`")
    os.execvpe(program, [program, "-i"], {**os.environ, **variables()})
