package glue

import (
	"maps"
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/rego/authz"
)

// principal is whom a job's role must trust.
const principal = "glue.amazonaws.com"

// arn is that of a resource of the caller's account: "job/orders".
func (r *request) arn(resource string) string {
	return "arn:aws:glue:" + r.x.Region + ":" + r.accountID() + ":" + resource
}

func (r *request) jobARN(name string) string { return r.arn("job/" + name) }

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

// allowed asks about the operation itself, on some resources, which have to be
// allowed all of them
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html).
func (r *request) allowed(keys authz.Context, arns ...string) *awsproto.Error {
	for _, arn := range arns {
		if err := r.ask(r.about("glue:"+r.x.Operation, arn, keys)); err != nil {
			return err
		}
	}
	return nil
}

// about is a question about a resource, whose tags are condition keys.
func (r *request) about(action, arn string, keys authz.Context) gate.Question {
	c := authz.Context{}
	for key, value := range r.h.records.tagsOf(arn) {
		c["aws:ResourceTag/"+key] = authz.One(value)
	}
	maps.Copy(c, keys)
	return gate.Question{Action: action, Resource: arn, ResourceAccount: r.accountID(), Context: c}
}

// allowedAnywhere asks about an operation that has no resource, such as
// ListJobs.
func (r *request) allowedAnywhere() *awsproto.Error {
	return r.ask(gate.Question{Action: "glue:" + r.x.Operation, Resource: "*", WildcardOnly: true})
}

// mayTag asks what a request that makes a resource with tags needs besides:
// glue:TagResource.
func (r *request) mayTag(arn string, tags map[string]string) *awsproto.Error {
	if len(tags) == 0 {
		return nil
	}
	return r.ask(r.about("glue:TagResource", arn, requestTags(tags)))
}

// passRole asks whether the caller may hand a role to Glue
// (https://docs.aws.amazon.com/glue/latest/dg/attach-policy-iam-user.html).
func (r *request) passRole(role, resource string) *awsproto.Error {
	if accountOf(role) != r.accountID() {
		return crossAccountRole()
	}
	c := authz.Context{
		"iam:PassedToService":       authz.One(principal),
		"iam:AssociatedResourceArn": authz.One(resource),
		"aws:RequestedRegion":       authz.One("us-east-1"), // IAM is there
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
func requestTags(tags map[string]string) authz.Context {
	c := authz.Context{}
	for key, value := range tags {
		c["aws:RequestTag/"+key] = authz.One(value)
	}
	if len(tags) > 0 {
		c["aws:TagKeys"] = authz.Many(slices.Sorted(maps.Keys(tags))...)
	}
	return c
}
