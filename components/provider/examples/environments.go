package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pulumi-vamp/sdk/go/vamp"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		acme := vamp.OrganisationArgs{
			Name:   "acme",
			Groups: &vamp.GroupsArgs{Edit: []pulumi.StringInput{pulumi.String("developers")}},
			Quota:  map[string]pulumi.Input{"pods": pulumi.Int(50)},
		}
		test, err := vamp.NewVampEnvironment(ctx, "test", &vamp.VampEnvironmentArgs{Organisation: acme})
		if err != nil {
			return err
		}
		production, err := vamp.NewVampEnvironment(ctx, "production", &vamp.VampEnvironmentArgs{
			Organisation: acme,
			Quota:        map[string]pulumi.Input{"pods": pulumi.Int(500)},
		})
		if err != nil {
			return err
		}
		ctx.Export("test", test.Namespace)
		ctx.Export("production", production.Namespace)
		return nil
	})
}
