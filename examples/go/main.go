// Two versions of a shop behind one gateway, which shares the requests between them.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"pulumi-vamp/sdk/go/vamp"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		cfg := config.New(ctx, "")
		canary := cfg.RequireInt("canary")
		image := cfg.Require("image")
		// The versions that run, and the share of each.
		versions := []string{"1.0.0"}
		shares := map[string]int{"1.0.0": 100 - canary, "1.1.0": canary}
		if canary != 0 {
			versions = append(versions, "1.1.0")
		}

		stack := ctx.Stack()
		environment, err := vamp.NewVampEnvironment(ctx, "canary", &vamp.VampEnvironmentArgs{
			Organisation: "acme",
			Environment:  &stack,
			Quota:        map[string]pulumi.Input{"pods": pulumi.Int(20)},
		})
		if err != nil {
			return err
		}

		version := func(number string) vamp.ServiceArgs {
			return vamp.ServiceArgs{
				Breed: vamp.BreedArgs{
					Name: "shop:" + number,
					// For the policies. What gets all requests is a canary no more.
					Metadata:   map[string]pulumi.Input{"canary": pulumi.Bool(number == "1.1.0" && canary < 100)},
					Deployable: pulumi.String(image),
					Ports:      map[string]interface{}{"web": "8080/http"},
					EnvironmentVariables: map[string]pulumi.StringInput{
						"SERVICE": pulumi.String("shop"),
						"VERSION": pulumi.String(number),
					},
				},
				Scale: vamp.ScaleArgs{
					Cpu:       pulumi.Float64(0.1),
					Memory:    pulumi.String("32MB"),
					Instances: pulumi.Int(2),
				},
				HealthChecks: []vamp.HealthCheckArgs{{
					Port:         "web",
					InitialDelay: pulumi.String("10s"),
					Timeout:      pulumi.String("1s"),
					Interval:     pulumi.String("2s"),
					Failures:     pulumi.Int(5),
				}},
			}
		}

		// The cookie `release` asks for a version; who has none gets one by the shares.
		route := func(number string) vamp.RouteArgs {
			return vamp.RouteArgs{
				Weight:    pulumi.Sprintf("%d%%", shares[number]),
				Condition: "cookie release == " + number,
			}
		}

		services := []vamp.ServiceArgs{}
		routes := map[string]vamp.RouteArgs{}
		for _, number := range versions {
			services = append(services, version(number))
			routes["shop:"+number] = route(number)
		}

		shop, err := vamp.NewVampDeployment(ctx, "shop", &vamp.VampDeploymentArgs{
			Environment: environment,
			Blueprint: vamp.BlueprintArgs{
				Gateways: map[string]interface{}{"9050": "shop/web"},
				Clusters: map[string]vamp.ClusterArgs{
					"shop": {
						Services: services,
						Gateways: map[string]vamp.GatewayArgs{"web": {Routes: routes}},
					},
				},
			},
		})
		if err != nil {
			return err
		}

		// Where the shop is found in the cluster, and the Namespace that everything is in.
		ctx.Export("url", shop.Gateways.MapIndex(pulumi.String("9050")).Url())
		ctx.Export("namespace", environment.Namespace)
		return nil
	})
}
