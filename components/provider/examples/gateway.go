package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pulumi-vamp/sdk/go/vamp"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		environment, err := vamp.NewVampEnvironment(ctx, "test", &vamp.VampEnvironmentArgs{Organisation: "acme"})
		if err != nil {
			return err
		}
		deploy := func(name string) (*vamp.VampDeployment, error) {
			breed := vamp.BreedArgs{
				Name:       name,
				Deployable: pulumi.String("example/" + name + ":1"),
				Ports:      map[string]interface{}{"http": 8080},
			}
			web := vamp.ClusterArgs{Services: []vamp.ServiceArgs{{Breed: breed}}}
			return vamp.NewVampDeployment(ctx, name, &vamp.VampDeploymentArgs{
				Environment: environment,
				Blueprint:   vamp.BlueprintArgs{Clusters: map[string]vamp.ClusterArgs{"web": web}},
			})
		}
		shop, err := deploy("shop")
		if err != nil {
			return err
		}
		blog, err := deploy("blog")
		if err != nil {
			return err
		}
		loadBalancer := vamp.GatewayServiceTypeLoadBalancer
		edge, err := vamp.NewVampGateway(ctx, "edge", &vamp.VampGatewayArgs{
			Environment: environment,
			Port:        80,
			Deployments: []*vamp.VampDeployment{shop, blog},
			Routes: map[string]vamp.RouteArgs{
				"blog/web/http": {Weight: pulumi.String("50%")},
				"shop/web/http": {Weight: pulumi.String("50%")},
			},
			Service: &vamp.GatewayServiceArgs{Type: &loadBalancer},
		})
		if err != nil {
			return err
		}
		ctx.Export("address", edge.Address)
		return nil
	})
}
