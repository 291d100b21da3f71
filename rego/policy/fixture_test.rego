# Inputs for the tests of the layers: a user's GetObject in its own account,
# changed as a test needs it.
package denylab.fixture

call(changes) := object.union(get_object, changes)

get_object := {
	"call": {
		"action": "s3:GetObject",
		"action_lower": "s3:getobject",
		"service": "s3",
		"resource": "arn:aws:s3:::data/1.csv",
		"resource_account": "111122223333",
		"resource_organization": "o-exampleorgid",
	},
	"caller": {
		"kind": "user",
		"arn": "arn:aws:iam::111122223333:user/alice",
		"principal_arn": "arn:aws:iam::111122223333:user/alice",
		"account": "111122223333",
		"organization": "o-exampleorgid",
		"unique_id": "AIDAEXAMPLE",
		"canonical_id": "canonical-111122223333",
		"service": "",
		"provider": "",
	},
	"context": {},
	"policies": {
		"identity": [],
		"boundary": null,
		"session": null,
		"scp": null,
		"rcp": null,
		"endpoint": null,
		"resource": null,
	},
}

# The callers that differ from alice.
root := {"kind": "root", "arn": "arn:aws:iam::111122223333:root", "principal_arn": "arn:aws:iam::111122223333:root"}

nobody := {"kind": "anonymous", "arn": "anonymous", "principal_arn": "", "account": "", "organization": "", "canonical_id": ""}

a_service := object.union(nobody, {"kind": "service", "arn": "glue.amazonaws.com", "service": "glue.amazonaws.com"})

partner := {
	"arn": "arn:aws:iam::444455556666:user/bob",
	"principal_arn": "arn:aws:iam::444455556666:user/bob",
	"account": "444455556666",
	"canonical_id": "canonical-444455556666",
}

# asking is an action on a resource.
asking(action, resource) := {
	"action": action,
	"action_lower": lower(action),
	"service": split(lower(action), ":")[0],
	"resource": resource,
}

role := "arn:aws:iam::111122223333:role/Trainer"

key := "arn:aws:kms:us-east-1:111122223333:key/1234abcd"

policy(statements) := {"name": "Policy", "arn": "arn:aws:iam::111122223333:policy/Policy", "level": "r-root", "statements": statements}

# allow and deny are about everything; other about something else.
allow := about_everything("Allow")

deny := about_everything("Deny")

other := object.union(object.remove(allow, ["action"]), {"action": {"exact": {"ec2:runinstances": true}, "want": ["ec2:RunInstances"]}})

about_everything(effect) := {
	"sid": effect,
	"index": 0,
	"effect": effect,
	"file": "policy.json",
	"line": 3,
	"column": 5,
	"action": {"any": true, "want": ["*"]},
	"action_starts": [""],
	"resource": {"any": true, "want": ["*"]},
	"resource_starts": [""],
}

# to adds a Principal to a statement.
to(statement, principal) := object.union(statement, {"principal": object.union({"want": ["…"]}, principal)})

everyone := {"any": true}

alice := {"aws": {"arn:aws:iam::111122223333:user/alice": true}}

account := {"account": {"111122223333": true}}

# s3 are the settings of a bucket of today.
s3(changes) := object.union(
	{
		"bucket_owner": "111122223333",
		"bucket_owner_canonical_id": "canonical-111122223333",
		"object_owner": "",
		"ownership": "BucketOwnerEnforced",
		"bucket_acl": [],
		"object_acl": [],
		"public_access": {},
		"payer": "BucketOwner",
		"request_canned_acl": "",
		"request_grants": [],
	},
	changes,
)

# finding is the finding for the statements above.
finding(layer, verdict, sid) := {
	"layer": layer,
	"verdict": verdict,
	"policy": "Policy",
	"policy_arn": "arn:aws:iam::111122223333:policy/Policy",
	"level": "r-root",
	"sid": sid,
	"index": 0,
	"file": "policy.json",
	"line": 3,
	"column": 5,
}
