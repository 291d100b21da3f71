# Resource control policies of the account that owns the resource. They can only
# deny: RCPFullAWSAccess allows everything at every level and cannot be detached
# (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html).
#
# They reach every caller, also of other accounts and AWS services, but not
# service-linked roles, resources of the management account, AWS managed KMS
# keys, kms:RetireGrant and services outside services.
package denylab.resource_control_policy

import data.denylab.call
import data.denylab.layer

default asked := false

asked if {
	is_array(input.policies.rcp)
	input.call.service in services
	not exempt
}

exempt if input.caller.service_linked

exempt if {
	input.caller.management_account
	call.same_account
}

exempt if input.kms.aws_managed

exempt if input.call.action_lower == "kms:retiregrant"

default verdict := "notApplicable"

verdict := "explicitDeny" if {
	asked
	count(denies) > 0
} else := "allowed" if {
	asked
}

denies := [m |
	some policies in input.policies.rcp
	some m in layer.naming(policies, "Deny")
]

findings := layer.of_matches("resource_control_policy", verdict, denies) if verdict == "explicitDeny"

else := [layer.of_setting("resource_control_policy", verdict, "RCPFullAWSAccess")] if verdict == "allowed"

else := []
