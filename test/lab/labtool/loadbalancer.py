"""The lab's load balancer: gives each Service of type LoadBalancer an address, as a cloud's controller would.

It runs as a daemon of its own (a copy of this one file in the run folder; it imports nothing of the package). It reads
all Services once, then follows the changes. kube-proxy on every node serves the address that stands in a Service's
status; the host has a route for the whole range.

    loadbalancer.py HOST PORT PKI_FOLDER RANGE
"""
import http.client
import ipaddress
import json
import ssl
import sys
import time


class LoadBalancer:
    def __init__(self, host, port, pki, addresses):
        self.host, self.port = host, int(port)
        self.range = ipaddress.ip_network(addresses)
        self.trust = ssl.create_default_context(cafile=pki + "/ca.crt")
        self.trust.load_cert_chain(pki + "/admin.crt", pki + "/admin.key")
        self.given = {}         # "namespace/name" -> address

    def request(self, method, path, body=None, timeout=10):
        connection = http.client.HTTPSConnection(self.host, self.port, timeout=timeout, context=self.trust)
        connection.request(method, path, body and json.dumps(body), {"Content-Type": "application/merge-patch+json"})
        answer = connection.getresponse()
        if answer.status >= 300:
            text = answer.read().decode(errors="replace")[:300]
            connection.close()
            raise OSError(f"{method} {path}: {answer.status} {text}")
        return connection, answer

    def follow(self):
        """One round: all Services, then their changes until the API server ends the stream."""
        connection, answer = self.request("GET", "/api/v1/services")
        listed = json.load(answer)
        connection.close()
        self.given.clear()
        for service in listed["items"]:         # what has an address keeps it, before any new one is given
            self.remember(service)
        for service in listed["items"]:
            self.settle(service)
        since = listed["metadata"]["resourceVersion"]
        connection, answer = self.request(
            "GET", f"/api/v1/services?watch=true&timeoutSeconds=240&resourceVersion={since}", timeout=270)
        try:
            for line in answer:
                event = json.loads(line)
                if event["type"] == "DELETED":
                    self.given.pop(key(event["object"]), None)
                elif event["type"] in ("ADDED", "MODIFIED"):
                    self.settle(event["object"])
                else:
                    return          # the stream cannot go on from here: read all anew
        finally:
            connection.close()

    def present(self, service):
        """The addresses of our range that its status has."""
        entries = service.get("status", {}).get("loadBalancer", {}).get("ingress") or []
        return [entry["ip"] for entry in entries if "ip" in entry and ipaddress.ip_address(entry["ip"]) in self.range]

    def remember(self, service):
        if wants(service) and self.present(service):
            self.given[key(service)] = self.present(service)[0]

    def settle(self, service):
        if not wants(service):
            self.given.pop(key(service), None)
            if self.present(service) and service["spec"]["type"] != "LoadBalancer":
                self.write(service, [])
            return
        asked = self.asked(service)
        if self.present(service) and (not asked or self.present(service) == [asked]):
            self.remember(service)
            return
        address = asked or self.given.get(key(service)) or self.free()
        if not address:
            print(f"{key(service)}: no address is left in {self.range}", flush=True)
            return
        self.given[key(service)] = address
        self.write(service, [{"ip": address, "ipMode": "VIP"}])

    def asked(self, service):
        """spec.loadBalancerIP, when it is of our range and nobody else's."""
        address = service["spec"].get("loadBalancerIP")
        try:
            fits = bool(address) and ipaddress.ip_address(address) in self.range
        except ValueError:
            fits = False
        others = {given for name, given in self.given.items() if name != key(service)}
        return address if fits and address not in others else None

    def free(self):
        taken = set(self.given.values())
        return next((str(address) for address in self.range.hosts() if str(address) not in taken), None)

    def write(self, service, ingress):
        namespace, name = key(service).split("/")
        path = f"/api/v1/namespaces/{namespace}/services/{name}/status"
        try:
            connection, answer = self.request("PATCH", path, {"status": {"loadBalancer": {"ingress": ingress}}})
            answer.read()
            connection.close()
            print(f"{key(service)}: {ingress}", flush=True)
        except OSError as error:
            if " 404 " not in str(error):       # deleted meanwhile
                raise


def key(service):
    return service["metadata"]["namespace"] + "/" + service["metadata"]["name"]


def wants(service):
    spec = service["spec"]
    return spec.get("type") == "LoadBalancer" and not spec.get("loadBalancerClass") \
        and not service["metadata"].get("deletionTimestamp")


def main():
    balancer = LoadBalancer(*sys.argv[1:])
    while True:
        try:
            balancer.follow()
        except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
            print(f"starting over: {error}", flush=True)
            time.sleep(0.5)


if __name__ == "__main__":
    main()
