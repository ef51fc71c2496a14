"""Writing files whole: a reader never sees half of one, and a file that is right already is not touched."""
import json
import os


def put(path, content):
    """Untouched when right: kube-proxy ends itself when its settings file is written, whatever was written."""
    try:
        with open(path) as file:
            if file.read() == content:
                return
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".new", "w") as file:
        file.write(content)
    os.replace(path + ".new", path)


def put_json(path, value):
    put(path, json.dumps(value, indent=1) + "\n")


def get(path, otherwise=""):
    try:
        with open(path) as file:
            return file.read()
    except FileNotFoundError:
        return otherwise


def get_json(path, otherwise=None):
    """`otherwise` when the file is missing or damaged."""
    try:
        with open(path) as file:
            return json.load(file)
    except (FileNotFoundError, ValueError):
        return otherwise
