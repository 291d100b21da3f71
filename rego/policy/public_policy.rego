# Is a bucket policy public? It is unless every Allow is held to fixed values of
# a principal or of a condition key that tells who or where the caller is. Deny
# statements do not count
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status).
package denylab.public_policy

# public is true when one of policies is public.
default public(_) := false

public(policies) if {
	some p in policies
	some s in p.statements
	s.effect == "Allow"
	open_to_all(s)
	not limited(s)
}

open_to_all(s) if s.principal.any

open_to_all(s) if not s.principal

limited(s) if {
	some c in s.condition
	limits(c)
}

# A condition limits if it cannot be met without one of its values: a negated
# operator can, and so can IfExists and ForAllValues by a call without the key.
limits(c) if {
	c.family in {"string", "fold", "arn", "ip"}
	not c.negated
	not c.if_exists
	not c.set == "all"
	count(c.want) > 0
	fixed(c)
}

fixed(c) if {
	c.name in fixed_keys
	every value in c.want { is_fixed(value) }
}

fixed(c) if {
	c.name == "aws:sourceip"
	every value in c.want { narrow(value) }
}

# The access point's name may be a wildcard if its account is not.
fixed(c) if {
	c.name == "s3:dataaccesspointarn"
	every value in c.want { is_fixed(split(value, ":")[4]) }
}

is_fixed(value) if {
	value != ""
	not regex.match(`[*?]|\$\{`, value)
}

# The list is AWS's; "aws:PrincipalOrgID and the like" is read as the keys that
# name a principal, its account or organization.
fixed_keys := {
	"aws:principalaccount",
	"aws:principalarn",
	"aws:principalorgid",
	"aws:principalorgpaths",
	"aws:principalservicename",
	"aws:sourceaccount",
	"aws:sourcearn",
	"aws:sourceowner",
	"aws:sourcevpc",
	"aws:sourcevpce",
	"aws:userid",
	"s3:dataaccesspointaccount",
}

# Very broad ranges are public: broader than /8 for IPv4, /32 for IPv6. The
# private ranges of RFC 1918 are no broader.
narrow(value) if {
	is_fixed(value)
	not contains(value, "/")
}

narrow(value) if {
	regex.match(`^[0-9a-fA-F.:]+/[0-9]+$`, value)
	to_number(split(value, "/")[1]) >= narrowest(value)
}

narrowest(value) := 32 if contains(value, ":")

else := 8
