import pulumi
import pulumi_vamp as vamp

acme = vamp.OrganisationArgs(name="acme", groups=vamp.GroupsArgs(edit=["developers"]), quota={"pods": 50})
test = vamp.VampEnvironment("test", organisation=acme)
production = vamp.VampEnvironment("production", organisation=acme, quota={"pods": 500})
pulumi.export("test", test.namespace)
pulumi.export("production", production.namespace)
