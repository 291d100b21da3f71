package sagemaker

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/rego/authz"
)

// principal is whom a role must trust.
const principal = "sagemaker.amazonaws.com"

// arn is that of a resource of the caller's account: kind "training-job" and
// name "fraud". The case of a name is kept: recordings before 2021 have ARNs in
// lower case, later ones do not.
func (r *request) arn(kind, name string) string {
	return "arn:aws:sagemaker:" + r.x.Region + ":" + r.accountID() + ":" + kind + "/" + name
}

// ask has the rules decide on a call of the request's caller and returns the
// refusal.
func (r *request) ask(q gate.Question) *awsproto.Error {
	call, d, err := r.x.Ask(r.ctx, q)
	switch {
	case err != nil:
		return internal()
	case !d.Allowed:
		return awsproto.Denial(awsproto.JSON, call, d)
	}
	return nil
}

// allowed asks about the operation itself, on one resource.
func (r *request) allowed(arn string, keys authz.Context) *awsproto.Error {
	return r.allowedTo("sagemaker:"+r.x.Operation, arn, keys)
}

func (r *request) allowedTo(action, arn string, keys authz.Context) *awsproto.Error {
	c := authz.Context{}
	if had, ok := r.h.records.get(arn); ok {
		for key, value := range r.h.records.tagsOf(had) {
			c["aws:ResourceTag/"+key] = authz.One(value)
			c["sagemaker:ResourceTag/"+key] = authz.One(value)
		}
	}
	maps.Copy(c, keys)
	return r.ask(gate.Question{Action: action, Resource: arn, ResourceAccount: r.accountID(), Context: c})
}

// allowedAnywhere asks about an operation that has no resource, such as
// ListTrainingJobs.
func (r *request) allowedAnywhere() *awsproto.Error {
	return r.ask(gate.Question{Action: "sagemaker:" + r.x.Operation, Resource: "*", WildcardOnly: true})
}

// A creation is a request that makes a resource.
type creation struct {
	kind, name string
	tags       []types.Tag
	// role is the execution role; empty for what has none.
	role string
	keys authz.Context
}

// authorize asks what every Create call asks of its caller: the operation,
// sagemaker:AddTags when it tags, iam:PassRole when it names a role
// (https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html).
func (r *request) authorize(c creation) *awsproto.Error {
	arn := r.arn(c.kind, c.name)
	keys := requestTags(c.tags)
	maps.Copy(keys, c.keys)
	if err := r.allowed(arn, keys); err != nil {
		return err
	}
	if len(c.tags) > 0 {
		keys := requestTags(c.tags)
		keys["sagemaker:TaggingAction"] = authz.One(r.x.Operation)
		if err := r.allowedTo("sagemaker:AddTags", arn, keys); err != nil {
			return err
		}
	}
	if c.role == "" {
		return nil
	}
	return r.passRole(c.role, arn)
}

// passRole asks whether the caller may hand a role to SageMaker
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html).
// resource is what it is for; empty for a request that makes nothing.
func (r *request) passRole(role, resource string) *awsproto.Error {
	if accountOf(role) != r.accountID() {
		return crossAccountRole()
	}
	c := authz.Context{
		"iam:PassedToService": authz.One(principal),
		"aws:RequestedRegion": authz.One("us-east-1"), // IAM is there
	}
	if resource != "" {
		c["iam:AssociatedResourceArn"] = authz.One(resource)
	}
	if had, ok := r.world().Role(role); ok {
		for key, value := range had.Tags {
			c["aws:ResourceTag/"+key] = authz.One(value)
			c["iam:ResourceTag/"+key] = authz.One(value)
		}
	}
	return r.ask(gate.Question{Action: "iam:PassRole", Resource: role, ResourceAccount: r.accountID(), Context: c})
}

// requestTags are the condition keys of a request that sets tags.
func requestTags(tags []types.Tag) authz.Context {
	c := authz.Context{}
	var keys []string
	for _, t := range tags {
		c["aws:RequestTag/"+aws.ToString(t.Key)] = authz.One(aws.ToString(t.Value))
		keys = append(keys, aws.ToString(t.Key))
	}
	if len(keys) > 0 {
		slices.Sort(keys)
		c["aws:TagKeys"] = authz.Many(keys...)
	}
	return c
}

// tagMap are tags by key.
func tagMap(tags []types.Tag) map[string]string {
	out := map[string]string{}
	for _, t := range tags {
		out[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return out
}
