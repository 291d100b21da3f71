# Every layer, asked.
package denylab.layers

import data.denylab.identity_policy
import data.denylab.kms_grant
import data.denylab.permissions_boundary
import data.denylab.resource_control_policy
import data.denylab.resource_policy
import data.denylab.s3_access_grants
import data.denylab.s3_acl
import data.denylab.s3_block_public_access
import data.denylab.s3_object_ownership
import data.denylab.s3_requester_pays
import data.denylab.service_control_policy
import data.denylab.session_policy
import data.denylab.vpc_endpoint_policy

# names are the layers in evaluation order, the order of a ladder's rungs.
names := [
	"resource_control_policy",
	"service_control_policy",
	"vpc_endpoint_policy",
	"resource_policy",
	"identity_policy",
	"permissions_boundary",
	"session_policy",
	"kms_grant",
	"s3_acl",
	"s3_block_public_access",
	"s3_object_ownership",
	"s3_requester_pays",
	"s3_access_grants",
]

verdicts := {
	"resource_control_policy": resource_control_policy.verdict,
	"service_control_policy": service_control_policy.verdict,
	"vpc_endpoint_policy": vpc_endpoint_policy.verdict,
	"resource_policy": resource_policy.verdict,
	"identity_policy": identity_policy.verdict,
	"permissions_boundary": permissions_boundary.verdict,
	"session_policy": session_policy.verdict,
	"kms_grant": kms_grant.verdict,
	"s3_acl": s3_acl.verdict,
	"s3_block_public_access": s3_block_public_access.verdict,
	"s3_object_ownership": s3_object_ownership.verdict,
	"s3_requester_pays": s3_requester_pays.verdict,
	"s3_access_grants": s3_access_grants.verdict,
}

# findings are what made each layer speak; one rule a layer, so that asking for
# one does not compute the others.
findings["resource_control_policy"] := resource_control_policy.findings

findings["service_control_policy"] := service_control_policy.findings

findings["vpc_endpoint_policy"] := vpc_endpoint_policy.findings

findings["resource_policy"] := resource_policy.findings

findings["identity_policy"] := identity_policy.findings

findings["permissions_boundary"] := permissions_boundary.findings

findings["session_policy"] := session_policy.findings

findings["kms_grant"] := kms_grant.findings

findings["s3_acl"] := s3_acl.findings

findings["s3_block_public_access"] := s3_block_public_access.findings

findings["s3_object_ownership"] := s3_object_ownership.findings

findings["s3_requester_pays"] := s3_requester_pays.findings

findings["s3_access_grants"] := s3_access_grants.findings

# refusing are the layers that deny outright, in the order in which one of them
# is named. AWS documents that it names only one, not which: the policies are in
# AWS's order of evaluation (DOUBTS.md), the settings of S3 follow. Ownership comes
# before Block Public Access, because a bucket with today's defaults, which has
# both, answers a public ACL with AccessControlListNotSupported.
refusing := [name |
	some name in [
		"resource_control_policy",
		"service_control_policy",
		"resource_policy",
		"identity_policy",
		"permissions_boundary",
		"session_policy",
		"vpc_endpoint_policy",
		"s3_object_ownership",
		"s3_block_public_access",
		"s3_requester_pays",
	]
	verdicts[name] == "explicitDeny"
]

# silent are the guard rails that allow nothing, in AWS's order of evaluation.
silent := [name |
	some name in ["service_control_policy", "vpc_endpoint_policy"]
	verdicts[name] == "implicitDeny"
]
