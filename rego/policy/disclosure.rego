# How much of a refusal the client is told: everything within an account or an
# organization, "Access Denied" outside
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html).
package denylab.disclosure

import data.denylab.call

# of is the disclosure of a refusal by layer.
default of(_) := "plain"

of(_) := "full" if same_account

# Between accounts of an organization an endpoint policy's refusal is not
# explained (the page above, "Access denied due to VPC endpoint policies").
of(layer) := "full" if {
	same_organization
	layer != "vpc_endpoint_policy"
}

# KMS names a resource control policy to everybody (DOUBTS.md).
of("resource_control_policy") := "full" if input.call.service == "kms"

same_account if {
	call.signed
	input.call.resource_account in {"", input.caller.account}
}

same_organization if {
	call.signed
	input.caller.organization != ""
	input.caller.organization == input.call.resource_organization
}
