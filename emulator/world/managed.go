package world

import "github.com/denylab/denylab/rego/authz"

// ManagedPolicy is a managed policy by ARN, or by name when it is one of
// account's own: AWS's, or a customer's of account.
func (w *World) ManagedPolicy(ref, account string) (authz.Attached, bool) {
	a, ok := w.Account(account)
	if !ok {
		return authz.Attached{}, false
	}
	arn := a.managedARN(ref)
	name, p, ok := a.managed(arn)
	if !ok {
		return authz.Attached{}, false
	}
	return authz.Attached{Name: name, ARN: arn, Document: p.Document}, true
}
