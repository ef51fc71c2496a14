// What every Go program needs, so that it is there and compiled before the first test.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	_ "github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(*pulumi.Context) error { return nil })
}
