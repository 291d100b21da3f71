# The decision: every layer is asked, then it is concluded
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
# and …-cross-account.html beside it).
#
#      every layer ──▶ verdicts
#                         │
#     who are you? ───────┼─ GetCallerIdentity, GetSessionToken ─▶ ALLOW
#                         │
#     explicit deny       │  RCP, SCP, resource, identity, boundary,
#     anywhere? ──────────┼─ session, endpoint, S3 settings ─────▶ DENY
#                         │
#     silence of a        │
#     guard rail? ────────┼─ SCP (at any level), endpoint ───────▶ DENY
#                         │
#        ┌────────────────┼────────────────────┐
#   same account     cross account        no account
#   either side      both sides           resource side
#        └────────────────┼────────────────────┘
#     granted? ───────────┼─ no ─────────────────────────────────▶ DENY
#     a grant of access   │
#     covers it? ─────────┼─ no (GetDataAccess alone) ───────────▶ DENY
#                         ▼
#                       ALLOW
#
# The sides are caller_side.rego (identity, boundary, session) and
# resource_side.rego (resource policy, ACL, grant on a key); refusal.rego says
# which layer a DENY names. "No account" are anonymous callers, AWS services and
# callers known by an identity provider only.
package denylab.decision

import data.denylab.call
import data.denylab.caller_side
import data.denylab.disclosure
import data.denylab.layers
import data.denylab.refusal
import data.denylab.resource_side

default allowed := false

allowed if call.authentication

allowed if {
	count(layers.refusing) == 0
	count(layers.silent) == 0
	not refusal.unassumable
	granted
	layers.verdicts.s3_access_grants != "implicitDeny"
}

default granted := false

# Same account: either side can grant.
granted if {
	call.same_account
	resource_side.strength == "direct"
}

granted if {
	call.same_account
	resource_side.strength == "capped"
	caller_side.within_limits
}

granted if {
	call.same_account
	resource_side.sufficient
	caller_side.allowed
}

# Cross account: both have to.
granted if {
	call.signed
	not call.same_account
	resource_side.strength != "none"
	caller_side.allowed
}

# A grant on a key needs nothing else, also for another account's principal
# (https://docs.aws.amazon.com/kms/latest/developerguide/grants.html).
granted if "direct" in resource_side.key_classes

# A caller without an account has no side of its own.
granted if {
	not call.signed
	resource_side.strength == "direct"
}

# result is all that the engine reads of a decision.
result := {
	"allowed": true,
	"layer": "",
	"verdict": "allowed",
	"verdicts": layers.verdicts,
	"finding": granting_finding,
	"disclosure": "",
	"delegated": resource_side.delegated,
} if {
	allowed
}

else := {
	"allowed": false,
	"layer": refusal.layer,
	"verdict": refusal.verdict,
	"verdicts": layers.verdicts,
	"finding": refusal.finding,
	"disclosure": disclosure.of(refusal.layer),
	"delegated": resource_side.delegated,
}

# granting_finding is the statement or grant that allowed: the caller's own
# policies' if they did, else the resource side's. The root user needs none. Where
# a grant of access is needed besides, it is the one that says for what.
default granting_finding := null

granting_finding := null if {
	call.authentication
} else := layers.findings.s3_access_grants[0] if {
	layers.verdicts.s3_access_grants == "allowed"
} else := layers.findings.identity_policy[0] if {
	layers.verdicts.identity_policy == "allowed"
	caller_side.allowed
	resource_side.sufficient
} else := [f |
	some name in ["kms_grant", "resource_policy", "s3_acl"]
	layers.verdicts[name] == "allowed"
	some f in layers.findings[name]
][0]
