// Package terraform_test makes the calls that the Terraform provider for AWS
// makes over the life of its resources. The provider itself is no part of it:
// the tables list the operations, in the provider's order, with the file of
// https://github.com/hashicorp/terraform-provider-aws that makes them.
package terraform_test

import (
	"context"
	"slices"
	"testing"
)

// A resource is one of the provider's, with the calls it makes.
type resource struct {
	name string
	// source is the provider's file below internal/service.
	source string
	// create are the calls of terraform apply that make it.
	create []call
	// read are those that then read it, and again at the next plan.
	read []call
	// refresh are those of the next plan where they find something else,
	// because other resources have been made meanwhile; nil: read.
	refresh []call
	// update and updated are those that change it and read it again.
	update, updated []call
	// delete and gone are those of terraform destroy, and those that make sure.
	delete, gone []call
}

func (r resource) again() []call {
	if r.refresh != nil {
		return r.refresh
	}
	return r.read
}

// resources are in an order in which Terraform makes them; it destroys them in
// the opposite one.
func resources() []resource {
	return slices.Concat(
		[]resource{provider()}, iamResources(), kmsResources(), vpcResources(), bucketResources("terraform-data"), lockedBucket("terraform-locked"))
}

// provider is what the provider asks before it does anything.
func provider() resource {
	return resource{name: "provider", source: "github.com/hashicorp/aws-sdk-go-base", create: []call{whoAmI()}}
}

func TestTheProvidersCallsAreAnswered(t *testing.T) {
	to, all := start(t), resources()
	run := func(phase string, r resource, calls ...call) {
		t.Helper()
		for _, c := range calls {
			if err := c.run(context.Background(), to); err != nil {
				t.Errorf("%s of %s (%s): %v", phase, r.name, r.source, err)
			}
		}
	}
	for _, r := range all {
		run("create", r, r.create...)
		run("read", r, r.read...)
	}
	for _, r := range all {
		run("refresh", r, r.again()...)
	}
	for _, r := range all {
		run("update", r, r.update...)
		run("read", r, r.updated...)
	}
	for _, r := range slices.Backward(all) {
		run("delete", r, r.delete...)
		run("delete", r, r.gone...)
	}
}
