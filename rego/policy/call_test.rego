package denylab.call_test

import data.denylab.call
import data.denylab.fixture

test_kinds_of_callers if {
	call.iam with input as fixture.get_object
	call.signed with input as fixture.get_object
	not call.root with input as fixture.get_object
	call.root with input as fixture.call({"caller": fixture.root})
	call.signed with input as fixture.call({"caller": fixture.root})
	not call.iam with input as fixture.call({"caller": fixture.root})
	not call.signed with input as fixture.call({"caller": fixture.nobody})
	not call.signed with input as fixture.call({"caller": fixture.a_service})
}

test_same_account if {
	call.same_account with input as fixture.get_object
	call.same_account with input as fixture.call({"call": {"resource_account": ""}})
	not call.same_account with input as fixture.call({"caller": fixture.partner})
	not call.same_account with input as fixture.call({"caller": fixture.nobody, "call": {"resource_account": ""}})
}

foreign := {"s3": fixture.s3({"ownership": "ObjectWriter", "object_owner": "444455556666"})}

test_foreign_object if {
	call.foreign_object with input as fixture.call(foreign)
	not call.same_account with input as fixture.call(foreign)
	call.same_account with input as fixture.call(object.union(foreign, {"caller": fixture.partner}))
}

test_no_foreign_object if {
	every change in [
		{"s3": {"ownership": "BucketOwnerEnforced"}},
		{"s3": {"object_owner": "111122223333"}},
		{"s3": {"object_owner": ""}},
		{"s3": {"upload": true}},
		{"call": fixture.asking("s3:DeleteObject", "arn:aws:s3:::data/1.csv")},
	] {
		not call.foreign_object with input as fixture.call(object.union(foreign, change))
	}
	not call.foreign_object with input as fixture.get_object
}

needs(action, resource) if {
	call.needs_resource_policy with input as fixture.call({"call": fixture.asking(action, resource)})
}

test_needs_resource_policy if {
	needs("sts:AssumeRole", fixture.role)
	needs("sts:TagSession", fixture.role)
	needs("kms:Decrypt", fixture.key)
	not needs("kms:CreateAlias", "arn:aws:kms:us-east-1:111122223333:alias/a")
	not needs("iam:PassRole", fixture.role)
	not needs("s3:GetObject", "arn:aws:s3:::data/1.csv")
}

authenticates(action, caller) if {
	call.authentication with input as fixture.call({"call": fixture.asking(action, "*"), "caller": caller})
}

test_authentication if {
	authenticates("sts:GetCallerIdentity", {})
	authenticates("sts:GetSessionToken", fixture.root)
	not authenticates("sts:GetFederationToken", {})
	not authenticates("sts:GetCallerIdentity", fixture.nobody)
}
