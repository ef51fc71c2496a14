"""Two versions of a shop behind one gateway, which shares the requests between them."""

import pulumi
import pulumi_vamp as vamp

config = pulumi.Config()
canary = config.require_int("canary")
image = config.require("image")

environment = vamp.VampEnvironment(
    "canary",
    organisation="acme",
    environment=pulumi.get_stack(),
    quota={"pods": 20},
)


def version(number: str) -> vamp.ServiceArgs:
    return vamp.ServiceArgs(
        breed=vamp.BreedArgs(
            name=f"shop:{number}",
            # For the policies.
            metadata={"canary": number == "1.1.0"},
            deployable=image,
            ports={"web": "8080/http"},
            environment_variables={"SERVICE": "shop", "VERSION": number},
        ),
        scale=vamp.ScaleArgs(cpu=0.1, memory="32MB", instances=2),
        health_checks=[
            vamp.HealthCheckArgs(port="web", initial_delay="10s", timeout="1s", interval="2s", failures=5),
        ],
    )


# The cookie `release` asks for a version; who has none gets one by the shares.
def route(number: str, share: int) -> vamp.RouteArgs:
    return vamp.RouteArgs(weight=f"{share}%", condition=f"cookie release == {number}")


shop = vamp.VampDeployment(
    "shop",
    environment=environment,
    blueprint=vamp.BlueprintArgs(
        gateways={"9050": "shop/web"},
        clusters={
            "shop": vamp.ClusterArgs(
                services=[version("1.0.0"), version("1.1.0")],
                gateways={
                    "web": vamp.GatewayArgs(
                        routes={
                            "shop:1.0.0": route("1.0.0", 100 - canary),
                            "shop:1.1.0": route("1.1.0", canary),
                        },
                    ),
                },
            ),
        },
    ),
)

# Where the shop is found in the cluster, and the Namespace that everything is in.
pulumi.export("url", shop.gateways["9050"].url)
pulumi.export("namespace", environment.namespace)
