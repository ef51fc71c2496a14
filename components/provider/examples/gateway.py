import pulumi
import pulumi_vamp as vamp

environment = vamp.VampEnvironment("test", organisation="acme")


def deploy(name: str) -> vamp.VampDeployment:
    breed = vamp.BreedArgs(name=name, deployable=f"example/{name}:1", ports={"http": 8080})
    web = vamp.ClusterArgs(services=[vamp.ServiceArgs(breed=breed)])
    return vamp.VampDeployment(name, environment=environment, blueprint=vamp.BlueprintArgs(clusters={"web": web}))


edge = vamp.VampGateway(
    "edge",
    environment=environment,
    port=80,
    deployments=[deploy("shop"), deploy("blog")],
    routes={"blog/web/http": vamp.RouteArgs(weight="50%"), "shop/web/http": vamp.RouteArgs(weight="50%")},
    service=vamp.GatewayServiceArgs(type=vamp.GatewayServiceType.LOAD_BALANCER),
)
pulumi.export("address", edge.address)
