package iam

import (
	"regexp"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/rego/authz"
)

// variable is a policy variable, with or without a default: ${aws:username},
// ${aws:PrincipalTag/team, 'none'}.
var variable = regexp.MustCompile(`\$\{([^}:,\s]+:[^},\s]+)[^}]*\}`)

// contextKeys are the condition keys that documents read, in conditions and as
// variables, sorted, each as it is written first.
func contextKeys(docs []*authz.Document) []string {
	var all []string
	add := func(key string) {
		if !slices.ContainsFunc(all, func(k string) bool { return strings.EqualFold(k, key) }) {
			all = append(all, key)
		}
	}
	for _, doc := range docs {
		for _, s := range doc.Statements {
			texts := slices.Concat(s.Resource, s.NotResource)
			for _, c := range s.Condition {
				add(c.Key)
				texts = append(texts, c.Values...)
			}
			for _, text := range texts {
				for _, m := range variable.FindAllStringSubmatch(text, -1) {
					add(m[1])
				}
			}
		}
	}
	slices.Sort(all)
	return present(all)
}

// getContextKeysForCustomPolicy is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html.
func (r *request) getContextKeysForCustomPolicy(in *sdk.GetContextKeysForCustomPolicyInput) (*sdk.GetContextKeysForCustomPolicyOutput, *awsproto.Error) {
	if err := r.allowed(everything("*"), nil); err != nil {
		return nil, err
	}
	docs, err := inputs(in.PolicyInputList)
	if err != nil {
		return nil, err
	}
	return &sdk.GetContextKeysForCustomPolicyOutput{ContextKeyNames: contextKeys(docs)}, nil
}

// getContextKeysForPrincipalPolicy is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html.
func (r *request) getContextKeysForPrincipalPolicy(in *sdk.GetContextKeysForPrincipalPolicyInput) (*sdk.GetContextKeysForPrincipalPolicyOutput, *awsproto.Error) {
	if err := r.allowed(r.entityTarget(*in.PolicySourceArn), nil); err != nil {
		return nil, err
	}
	s := r.simulation()
	b, err := r.entity(*in.PolicySourceArn)
	if err != nil {
		return nil, err
	}
	for _, of := range r.bearing(b) {
		s.borne(of)
	}
	docs, err := inputs(in.PolicyInputList)
	if err != nil {
		return nil, err
	}
	docs = append(s.documentsOf(s.policies.Identity), docs...)
	return &sdk.GetContextKeysForPrincipalPolicyOutput{ContextKeyNames: contextKeys(docs)}, nil
}

// inputs are the documents of a request's PolicyInputList.
func inputs(texts []string) ([]*authz.Document, *awsproto.Error) {
	var docs []*authz.Document
	for i, text := range texts {
		doc, err := iampolicy.Parse([]byte(text), "")
		if err != nil {
			return nil, invalidInput("The policy PolicyInputList.%d is malformed: %v", i+1, err) // [U]
		}
		docs = append(docs, doc)
	}
	return docs, nil
}
