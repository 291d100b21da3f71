package iam

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
)

// document reads a policy document of kind k.
func (r *request) document(text string, k iampolicy.Kind) (*world.Policy, *awsproto.Error) {
	doc, problems := iampolicy.Check([]byte(text), "", k)
	if len(problems) > 0 {
		return nil, refused(problems[0])
	}
	if unknown := r.x.World.UnknownPrincipals(doc); len(unknown) > 0 {
		return nil, failure(http.StatusBadRequest, "MalformedPolicyDocument", `Invalid principal in policy: "AWS":"%s"`, unknown[0])
	}
	return &world.Policy{Document: doc, JSON: []byte(text)}, nil
}

// refused is a problem of a policy document as IAM answers it.
func refused(p iampolicy.Problem) *awsproto.Error {
	status := http.StatusBadRequest
	if p.Code == "LimitExceeded" {
		status = http.StatusConflict
	}
	return failure(status, p.Code, "%s", p.Message)
}

// encoded is a policy's text as IAM's answers have it: percent-encoded by RFC
// 3986, where a space is %20
// (https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html).
func encoded(p *world.Policy) *string {
	return aws.String(strings.ReplaceAll(url.QueryEscape(string(p.JSON)), "+", "%20"))
}
