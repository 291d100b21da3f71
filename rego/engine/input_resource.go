package engine

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// s3Term mirrors authz.S3, with the policy that the request wants to set in
// normal form.
func s3Term(s *authz.S3) *ast.Term {
	var o object
	o.text("bucket_owner", s.BucketOwner)
	o.text("bucket_owner_canonical_id", s.BucketOwnerCanonicalID)
	o.text("object_owner", s.ObjectOwner)
	o.text("ownership", s.Ownership)
	o.term("bucket_acl", grantsTerm(s.BucketACL))
	o.term("object_acl", grantsTerm(s.ObjectACL))
	o.term("public_access", publicAccessTerm(s.PublicAccess))
	o.text("payer", s.Payer)
	o.flag("payer_confirmed", s.PayerConfirmed)
	o.text("request_canned_acl", s.RequestCannedACL)
	o.term("request_grants", grantsTerm(s.RequestGrants))
	if s.RequestPolicy != nil {
		o.term("request_policy", ast.NewTerm(NormalisePolicy(authz.Attached{Document: s.RequestPolicy})))
	}
	o.flag("upload", s.Upload)
	if s.AccessPointVPC != "" {
		o.text("access_point_vpc", s.AccessPointVPC)
		o.text("source_vpc", s.SourceVPC)
	}
	return ast.NewTerm(o.value())
}

func grantsTerm(grants []authz.Grant) *ast.Term {
	terms := make([]*ast.Term, len(grants))
	for i, g := range grants {
		var o object
		o.text("grantee", g.Grantee)
		o.text("permission", g.Permission)
		terms[i] = ast.NewTerm(o.value())
	}
	return ast.ArrayTerm(terms...)
}

func publicAccessTerm(b authz.PublicAccessBlock) *ast.Term {
	var o object
	o.flag("block_public_acls", b.BlockPublicAcls)
	o.flag("ignore_public_acls", b.IgnorePublicAcls)
	o.flag("block_public_policy", b.BlockPublicPolicy)
	o.flag("restrict_public_buckets", b.RestrictPublicBuckets)
	return ast.NewTerm(o.value())
}

// kmsTerm mirrors authz.KMS.
func kmsTerm(k *authz.KMS) *ast.Term {
	grants := make([]*ast.Term, len(k.Grants))
	for i, g := range k.Grants {
		grants[i] = keyGrantTerm(&g)
	}
	var o object
	o.flag("aws_managed", k.AWSManaged)
	o.term("grants", ast.ArrayTerm(grants...))
	o.term("tokens", ast.ArrayTerm(stringTerms(k.Tokens)...))
	// A request without an encryption context has an empty one.
	o.term("encryption_context", pairsTerm(k.EncryptionContext))
	if k.RequestGrant != nil {
		o.term("request_grant", keyGrantTerm(k.RequestGrant))
	}
	return ast.NewTerm(o.value())
}

func keyGrantTerm(g *authz.KeyGrant) *ast.Term {
	var o object
	o.text("id", g.ID)
	o.text("grantee_principal", g.GranteePrincipal)
	o.text("retiring_principal", g.RetiringPrincipal)
	o.term("operations", ast.ArrayTerm(stringTerms(g.Operations)...))
	o.term("context_equals", constraintTerm(g.ContextEquals))
	o.term("context_subset", constraintTerm(g.ContextSubset))
	return ast.NewTerm(o.value())
}

// constraintTerm is null for a grant without the constraint.
func constraintTerm(pairs map[string]string) *ast.Term {
	if pairs == nil {
		return ast.NullTerm()
	}
	return pairsTerm(pairs)
}

func pairsTerm(pairs map[string]string) *ast.Term {
	var o object
	for _, key := range slices.Sorted(maps.Keys(pairs)) {
		o.text(key, pairs[key])
	}
	return ast.NewTerm(o.value())
}
