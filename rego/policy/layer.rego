# What the layers have in common: asking the statements of a list of policies,
# and saying which of them spoke.
#
# A match is [policy, statement], or [policy, statement, class] where policies
# name principals. Matches keep the order of policies and statements, so that
# the first one is the same every time. They are made into findings only when
# somebody looks: building objects is the dear part of matching.
package denylab.layer

import data.denylab.principal
import data.denylab.statement

# matches are the statements with this effect that apply to the call, in
# policies that do not name principals.
matches(policies, effect) := [[p, s] |
	some p in policies
	some s in p.statements
	s.effect == effect
	statement.matches(s)
]

# naming are the same in policies that do: with how each names the caller.
naming(policies, effect) := [[p, s, class] |
	some p in policies
	some s in p.statements
	s.effect == effect
	class := principal.class(s)
	class != "none"
	statement.matches(s)
]

# of_matches are the findings for matches.
of_matches(name, verdict, list) := [finding |
	some m in list
	finding := {
		"layer": name,
		"verdict": verdict,
		"policy": m[0].name,
		"policy_arn": m[0].arn,
		"level": m[0].level,
		"sid": m[1].sid,
		"index": m[1].index,
		"file": m[1].file,
		"line": m[1].line,
		"column": m[1].column,
	}
]

# of_setting is the finding for something that is no statement.
of_setting(name, verdict, setting) := {
	"layer": name,
	"verdict": verdict,
	"index": -1,
	"setting": setting,
}

# misses_without and misses_with are the elements by which the statements of a
# policy fail to apply, for policies that do not name principals and that do.
misses_without(s) := statement.misses(s)

misses_with(s) := statement.misses(s) | principal.misses(s)
