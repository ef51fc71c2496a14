"""The lab: the real Pulumi engine, the real Kubernetes provider and a two-node cluster on one Linux machine.

`cli` reads the command line. `build` makes the parts listed in `parts`; `cluster` runs them. Each other module is one
thing of the cluster: its addresses (`places`), processes, network, certificates (`pki`), nodes and so on.
"""
