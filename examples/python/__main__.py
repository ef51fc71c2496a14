"""Two versions of a shop behind one gateway, which shares the requests between them."""

import pulumi
import pulumi_vamp as vamp

config = pulumi.Config()
canary = config.require_int("canary")
image = config.require("image")
# The versions that run, and the share of each.
shares = {"1.0.0": 100} if canary == 0 else {"1.0.0": 100 - canary, "1.1.0": canary}

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
            # For the policies. What gets all requests is a canary no more.
            metadata={"canary": number == "1.1.0" and canary < 100},
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
def route(number: str) -> vamp.RouteArgs:
    return vamp.RouteArgs(weight=f"{shares[number]}%", condition=f"cookie release == {number}")


shop = vamp.VampDeployment(
    "shop",
    environment=environment,
    blueprint=vamp.BlueprintArgs(
        gateways={"9050": "shop/web"},
        clusters={
            "shop": vamp.ClusterArgs(
                services=[version(number) for number in shares],
                gateways={
                    "web": vamp.GatewayArgs(routes={f"shop:{number}": route(number) for number in shares}),
                },
            ),
        },
    ),
)

# Where the shop is found in the cluster, and the Namespace that everything is in.
pulumi.export("url", shop.gateways["9050"].url)
pulumi.export("namespace", environment.namespace)
