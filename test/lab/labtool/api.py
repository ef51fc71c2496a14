"""A small client for the cluster's API, as administrator: JSON in and out, with a time limit."""
import http.client
import json
import os
import ssl
import time

from . import places


def connect(timeout):
    trust = ssl.create_default_context(cafile=os.path.join(places.PKI, "ca.crt"))
    trust.load_cert_chain(os.path.join(places.PKI, "admin.crt"), os.path.join(places.PKI, "admin.key"))
    return http.client.HTTPSConnection(places.API_ADDRESS, places.API_PORT, timeout=timeout, context=trust)


def call(method, path, body=None, kind="application/json", timeout=5):
    """(status, answer); (0, reason) when the API does not answer."""
    try:
        connection = connect(timeout)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": kind})
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text.startswith(b"{") else text.decode(errors="replace")
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        return 0, str(error)


def ready():
    return call("GET", "/readyz", timeout=3)[0] == 200


def exists(path):
    return call("GET", path)[0] == 200


def node_ready(name, since=""):
    """Whether the node is Ready and has said so itself at or after `since`, a time as Kubernetes writes it."""
    status, node = call("GET", "/api/v1/nodes/" + name)
    return status == 200 and any(
        condition["type"] == "Ready" and condition["status"] == "True" and condition["lastHeartbeatTime"] >= since
        for condition in node["status"].get("conditions", []))


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
