package denylab.principal_test

import data.denylab.principal

arns := {
	"user": "arn:aws:iam::111122223333:user/ann",
	"role": "arn:aws:iam::111122223333:role/path/Job",
	"session": "arn:aws:sts::111122223333:assumed-role/Job/SageMaker",
	"federated": "arn:aws:sts::111122223333:federated-user/guest",
}

caller(kind, arn, principal_arn, id) := {
	"kind": kind,
	"arn": arn,
	"principal_arn": principal_arn,
	"unique_id": id,
	"account": "111122223333",
	"canonical_id": "9df5",
	"service": "",
	"provider": "",
}

callers := {
	"user": caller("user", arns.user, arns.user, "AIDA1"),
	"session": caller("assumed-role", arns.session, arns.role, "AROA1"),
	"role": caller("role", arns.role, arns.role, "AROA1"),
	"federated": caller("federated-user", arns.federated, arns.user, "AIDA1"),
	"root": caller("root", "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:root", "111122223333"),
	"service": {"kind": "service", "arn": "glue.amazonaws.com", "service": "glue.amazonaws.com"},
	"web": {"kind": "web-identity", "arn": "", "provider": "cognito-identity.amazonaws.com"},
	"anonymous": {"kind": "anonymous", "arn": "anonymous"},
}

set_of(texts) := {text: true | some text in texts}

class(who, p) := c if {
	c := principal.class({"effect": "Allow", "principal": p}) with input.caller as callers[who]
}

not_class(who, p) := c if {
	c := principal.class({"effect": "Deny", "not_principal": p}) with input.caller as callers[who]
		with input.policies as {"boundary": null}
}

test_session_by_its_arn if class("session", {"aws": set_of([arns.session])}) == "session"

test_federated_session_by_its_arn if class("federated", {"aws": set_of([arns.federated])}) == "session"

test_user_by_arn_or_unique_id if {
	class("user", {"aws": set_of([arns.user])}) == "user"
	class("user", {"aws": set_of(["AIDA1"])}) == "user"
	class("user", {"aws": set_of(["AIDA2"])}) == "none"
}

test_role_by_arn_or_unique_id if {
	class("session", {"aws": set_of([arns.role])}) == "role"
	class("session", {"aws": set_of(["AROA1"])}) == "role"
	class("role", {"aws": set_of([arns.role])}) == "role"
	class("session", {"aws": set_of(["arn:aws:iam::111122223333:role/Job"])}) == "none"
}

test_federated_session_by_its_user if class("federated", {"aws": set_of([arns.user])}) == "federated_parent"

test_everyone if {
	every who, _ in callers {
		class(who, {"any": true}) == "any"
	}
}

test_account if {
	every who in ["user", "session", "role", "federated", "root"] {
		class(who, {"account": set_of(["111122223333"])}) == "account"
	}
	class("anonymous", {"account": set_of(["111122223333"])}) == "none"
	class("user", {"account": set_of(["444455556666"])}) == "none"
}

test_canonical_user if class("user", {"canonical": set_of(["9df5"])}) == "canonical"

test_service if {
	class("service", {"service": set_of(["glue.amazonaws.com"])}) == "service"
	class("session", {"service": set_of(["glue.amazonaws.com"])}) == "none"
	class("service", {"service": set_of(["s3.amazonaws.com"])}) == "none"
}

test_identity_provider if {
	class("web", {"federated": set_of(["cognito-identity.amazonaws.com"])}) == "federated"
	class("web", {"federated": set_of(["accounts.google.com"])}) == "none"
}

test_strongest_name_wins if {
	class("session", {"any": true, "aws": set_of([arns.session, arns.role])}) == "session"
	class("session", {"any": true, "aws": set_of([arns.role])}) == "any"
	class("session", {"aws": set_of([arns.role]), "account": set_of(["111122223333"])}) == "role"
}

test_not_principal_spares_a_caller_listed_by_every_name if {
	here := set_of(["111122223333"])
	not_class("user", {"aws": set_of([arns.user]), "account": here}) == "none"
	not_class("user", {"aws": set_of([arns.user]), "canonical": set_of(["9df5"])}) == "none"
	not_class("role", {"aws": set_of([arns.role]), "account": here}) == "none"
	not_class("session", {"aws": set_of([arns.role, arns.session]), "account": here}) == "none"
	not_class("federated", {"aws": set_of([arns.user, arns.federated]), "account": here}) == "none"
	not_class("root", {"account": here}) == "none"
	not_class("service", {"service": set_of(["glue.amazonaws.com"])}) == "none"
	not_class("web", {"federated": set_of(["cognito-identity.amazonaws.com"])}) == "none"
	not_class("anonymous", {"any": true}) == "none"
}

test_not_principal_reaches_a_caller_with_a_name_missing if {
	here := set_of(["111122223333"])
	not_class("user", {"aws": set_of([arns.user])}) == "any"
	not_class("user", {"account": here}) == "any"
	not_class("session", {"aws": set_of([arns.session]), "account": here}) == "any"
	not_class("session", {"aws": set_of([arns.role]), "account": here}) == "any"
	not_class("session", {"aws": set_of([arns.role, arns.session])}) == "any"
	not_class("anonymous", {"account": here}) == "any"
	not_class("root", {"account": set_of(["444455556666"])}) == "any"
	not_class("service", {"service": set_of(["s3.amazonaws.com"])}) == "any"
}

test_not_principal_never_spares_a_caller_with_a_boundary if {
	s := {"effect": "Deny", "not_principal": {"account": set_of(["111122223333"])}}
	principal.class(s) == "any" with input.caller as callers.root with input.policies as {"boundary": []}
}

test_not_principal_of_an_allow_names_nobody if {
	s := {"effect": "Allow", "not_principal": {}}
	principal.class(s) == "none" with input.caller as callers.user with input.policies as {"boundary": null}
}

test_a_statement_without_principal_names_nobody if {
	principal.class({"effect": "Deny"}) == "none" with input.caller as callers.user with input.policies as {}
}

test_misses_is_empty_when_named if {
	s := {"effect": "Allow", "principal": {"any": true, "want": ["*"]}}
	principal.misses(s) == set() with input.caller as callers.anonymous
}

test_misses_says_who_was_wanted if {
	s := {"effect": "Allow", "principal": {"aws": set_of([arns.user]), "want": [arns.user]}}
	principal.misses(s) == {{
		"element": "Principal",
		"want": [arns.user],
		"got": [arns.session],
	}} with input.caller as callers.session
}

test_misses_of_not_principal if {
	s := {"effect": "Deny", "not_principal": {"any": true, "want": ["*"]}}
	principal.misses(s) == {{
		"element": "NotPrincipal",
		"want": ["*"],
		"got": ["anonymous"],
	}} with input.caller as callers.anonymous with input.policies as {}
}
