"""The control plane: etcd, the API server, the controllers and the scheduler, all in the first node's network."""
import os

from . import places
from .parts import PARTS
from .processes import Daemon


def program(name):
    return PARTS["kubernetes"].file("bin/" + name)


def pki(name):
    return os.path.join(places.PKI, name)


def flags(**options):
    return tuple(f"--{name.replace('_', '-')}={value}" for name, value in options.items())


def etcd():
    here, peers = "http://127.0.0.1:2379", "http://127.0.0.1:2380"
    return Daemon("etcd", (program("etcd"), "--unsafe-no-fsync", *flags(
        name="lab", data_dir=os.path.join(places.RUN, "etcd"), log_level="warn",
        listen_client_urls=here, advertise_client_urls=here,
        listen_peer_urls=peers, initial_advertise_peer_urls=peers, initial_cluster="lab=" + peers)), node=1)


def apiserver():
    return Daemon("kube-apiserver", (program("kube-apiserver"), *flags(
        etcd_servers="http://127.0.0.1:2379",
        bind_address=places.API_ADDRESS, advertise_address=places.API_ADDRESS, secure_port=places.API_PORT,
        tls_cert_file=pki("apiserver.crt"), tls_private_key_file=pki("apiserver.key"), client_ca_file=pki("ca.crt"),
        # By address: names of nodes are in no DNS, and exec and logs would look them up.
        kubelet_preferred_address_types="InternalIP", kubelet_certificate_authority=pki("ca.crt"),
        kubelet_client_certificate=pki("apiserver-kubelet.crt"), kubelet_client_key=pki("apiserver-kubelet.key"),
        service_account_issuer="https://kubernetes.default.svc.cluster.local",
        service_account_key_file=pki("accounts.pub"), service_account_signing_key_file=pki("accounts.key"),
        service_cluster_ip_range=places.SERVICE_NETWORK, authorization_mode="Node,RBAC",
        enable_admission_plugins="NodeRestriction", allow_privileged="true")), node=1)


def controllers():
    config = pki("controllers.kubeconfig")
    return Daemon("kube-controller-manager", (program("kube-controller-manager"), *flags(
        kubeconfig=config, authentication_kubeconfig=config, authorization_kubeconfig=config,
        bind_address="127.0.0.1", leader_elect="false", use_service_account_credentials="true",
        root_ca_file=pki("ca.crt"), service_account_private_key_file=pki("accounts.key"),
        allocate_node_cidrs="false", service_cluster_ip_range=places.SERVICE_NETWORK,
        node_monitor_grace_period="16s")), node=1)


def scheduler():
    config = pki("scheduler.kubeconfig")
    return Daemon("kube-scheduler", (program("kube-scheduler"), *flags(
        kubeconfig=config, authentication_kubeconfig=config, authorization_kubeconfig=config,
        bind_address="127.0.0.1", leader_elect="false")), node=1)
