import pulumi
import pulumi_vamp as vamp

VERSION = "4.25.0"
kubernetes = pulumi.ProviderResource("kubernetes", "own", {}, pulumi.ResourceOptions(version=VERSION))
environment = vamp.VampEnvironment(
    "options",
    organisation="acme",
    environment=pulumi.get_stack(),
    opts=pulumi.ResourceOptions(providers=[kubernetes]),
)
settings = pulumi.CustomResource(
    "kubernetes:core/v1:ServiceAccount",
    "settings",
    {"metadata": {"namespace": environment.namespace, "name": "settings"}},
    pulumi.ResourceOptions(provider=kubernetes, version=VERSION),
)


def transform(args: pulumi.ResourceTransformArgs):
    if args.type_ != "kubernetes:apps/v1:Deployment":
        return None
    metadata = dict(args.props["metadata"])
    metadata["annotations"] = {**metadata.get("annotations", {}), "transformed": "yes"}
    return pulumi.ResourceTransformResult(
        props={**args.props, "metadata": metadata},
        opts=pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(ignore_changes=["spec.replicas"])),
    )


shop = vamp.VampDeployment(
    "shop",
    environment=environment,
    blueprint=vamp.BlueprintArgs(
        gateways={"9050": "shop/web"},
        clusters={
            "shop": vamp.ClusterArgs(
                services=[
                    vamp.ServiceArgs(
                        breed=vamp.BreedArgs(
                            name="shop:1.0.0",
                            # Not known before the account is there.
                            deployable=settings.id.apply(lambda _: "vamp/echo:1.0"),
                            ports={"web": "8080/http"},
                            environment_variables={"PASSWORD": pulumi.Output.secret("correct horse")},
                        ),
                        scale=vamp.ScaleArgs(cpu=0.1, memory="32MB", instances=2),
                    ),
                ],
            ),
        },
    ),
    opts=pulumi.ResourceOptions(
        providers=[kubernetes],
        depends_on=[settings],
        aliases=[pulumi.Alias(name="old")],
        protect=True,
        transforms=[transform],
    ),
)
pulumi.export("url", shop.gateways["9050"].url)
