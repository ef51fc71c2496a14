module lab/pulumi-python

go 1.26.0

require github.com/pulumi/pulumi/sdk/v3 v3.187.0
