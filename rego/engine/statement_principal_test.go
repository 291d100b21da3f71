package engine

import (
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

const (
	account    = "111122223333"
	userARN    = "arn:aws:iam::111122223333:user/team/ann"
	roleARN    = "arn:aws:iam::111122223333:role/service-role/Job"
	sessionARN = "arn:aws:sts::111122223333:assumed-role/Job/SageMaker"
	fedARN     = "arn:aws:sts::111122223333:federated-user/guest"
	rootARN    = "arn:aws:iam::111122223333:root"
	canonical  = "9df5b2f2b3c4"
)

// The callers of evaluation.md §2's table and §5.
var callers = map[string]map[string]any{
	"user":      caller("user", userARN, userARN, "AIDAEXAMPLE"),
	"session":   caller("assumed-role", sessionARN, roleARN, "AROAEXAMPLE"),
	"role":      caller("role", roleARN, roleARN, "AROAEXAMPLE"),
	"federated": caller("federated-user", fedARN, userARN, "AIDAEXAMPLE"),
	"root":      caller("root", rootARN, rootARN, account),
	"anonymous": {"kind": "anonymous", "arn": "anonymous", "principal_arn": "", "account": "", "unique_id": "",
		"canonical_id": "", "service": "", "provider": ""},
	"service": {"kind": "service", "arn": "sagemaker.amazonaws.com", "principal_arn": "", "account": "",
		"unique_id": "", "canonical_id": "", "service": "sagemaker.amazonaws.com", "provider": ""},
	"web": {"kind": "web-identity", "arn": "", "principal_arn": "", "account": "", "unique_id": "",
		"canonical_id": "", "service": "", "provider": "token.actions.githubusercontent.com"},
}

func caller(kind, arn, principalARN, id string) map[string]any {
	return map[string]any{"kind": kind, "arn": arn, "principal_arn": principalARN, "account": account,
		"unique_id": id, "canonical_id": canonical, "service": "", "provider": ""}
}

func aws(names ...string) authz.Principals { return authz.Principals{AWS: names} }

func classOf(t *testing.T, s authz.Statement, who string, policies map[string]any) string {
	t.Helper()
	input := statementInput(t, "", s, map[string]any{
		"call": map[string]any{"action": "s3:GetObject", "action_lower": "s3:getobject", "resource": "arn:aws:s3:::b/k",
			"wildcard_only": false},
		"caller": callers[who], "context": map[string]any{}, "policies": policies,
	})
	got := evaluate(t, statementQuery, input)
	class := got["class"].(string)
	if misses := got["principal_misses"].([]any); (len(misses) == 1) != (class == "none") || len(misses) > 1 {
		t.Errorf("class is %q but the misses are %v", class, misses)
	}
	return class
}

// evaluation.md §2 (the table) and §5: every way to name a caller.
func TestPrincipalClass(t *testing.T) {
	everyone := authz.Principals{Any: true}
	for _, row := range []struct {
		name      string
		principal authz.Principals
		caller    string
		want      string
	}{
		{"user ARN, that user", aws(userARN), "user", "user"},
		{"user by unique id", aws("AIDAEXAMPLE"), "user", "user"},
		{"user ARN without its path", aws("arn:aws:iam::111122223333:user/ann"), "user", "none"},
		{"user ARN, its federated session", aws(userARN), "federated", "federated_parent"},
		{"user id, its federated session", aws("AIDAEXAMPLE"), "federated", "federated_parent"},
		{"user ARN, a role session", aws(userARN), "session", "none"},
		{"role ARN, its session", aws(roleARN), "session", "role"},
		{"role by unique id", aws("AROAEXAMPLE"), "session", "role"},
		{"role by the id of a namesake", aws("AROADELETED"), "session", "none"},
		{"role ARN, the role", aws(roleARN), "role", "role"},
		{"role ARN without its path", aws("arn:aws:iam::111122223333:role/Job"), "session", "none"},
		{"session ARN", aws(sessionARN), "session", "session"},
		{"session ARN with the role's path", aws("arn:aws:sts::111122223333:assumed-role/service-role/Job/SageMaker"), "session", "none"},
		{"session ARN of another session", aws("arn:aws:sts::111122223333:assumed-role/Job/Other"), "session", "none"},
		{"a star in an ARN is a character", aws("arn:aws:iam::111122223333:role/*"), "session", "none"},
		{"federated session ARN", aws(fedARN), "federated", "session"},
		{"star, user", everyone, "user", "any"},
		{"star, anonymous", everyone, "anonymous", "any"},
		{"star, service", everyone, "service", "any"},
		{"star among AWS names", aws("*"), "session", "any"},
		{"account by root ARN", aws(rootARN), "user", "account"},
		{"account by its digits", aws(account), "session", "account"},
		{"account of root", aws(account), "root", "account"},
		{"another account", aws("444455556666"), "user", "none"},
		{"another account's root ARN", aws("arn:aws:iam::444455556666:root"), "user", "none"},
		{"account in another partition", aws("arn:aws-cn:iam::111122223333:root"), "user", "account"},
		{"account, anonymous", aws(account), "anonymous", "none"},
		{"service", authz.Principals{Service: []string{"sagemaker.amazonaws.com"}}, "service", "service"},
		{"another service", authz.Principals{Service: []string{"glue.amazonaws.com"}}, "service", "none"},
		{"service, a role session", authz.Principals{Service: []string{"sagemaker.amazonaws.com"}}, "session", "none"},
		{"identity provider", authz.Principals{Federated: []string{"token.actions.githubusercontent.com"}}, "web", "federated"},
		{"another identity provider", authz.Principals{Federated: []string{"cognito-identity.amazonaws.com"}}, "web", "none"},
		{"canonical user", authz.Principals{CanonicalUser: []string{canonical}}, "user", "canonical"},
		{"another canonical user", authz.Principals{CanonicalUser: []string{"00"}}, "user", "none"},
		{"canonical user, anonymous", authz.Principals{CanonicalUser: []string{canonical}}, "anonymous", "none"},
		{"session before star", authz.Principals{Any: true, AWS: []string{sessionARN}}, "session", "session"},
		{"user before star", authz.Principals{Any: true, AWS: []string{userARN}}, "user", "user"},
		{"star before role", authz.Principals{Any: true, AWS: []string{roleARN}}, "session", "any"},
		{"role before account", aws(account, roleARN), "session", "role"},
		{"federated parent before account", aws(account, userARN), "federated", "federated_parent"},
		{"account before canonical user", authz.Principals{AWS: []string{account}, CanonicalUser: []string{canonical}}, "user", "account"},
		{"nobody", authz.Principals{}, "user", "none"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := authz.Statement{Effect: "Allow", Action: []string{"*"}, Principal: &row.principal}
			if got := classOf(t, s, row.caller, map[string]any{}); got != row.want {
				t.Errorf("class = %q, want %q", got, row.want)
			}
		})
	}
}

// evaluation.md §5, NotPrincipal.
func TestNotPrincipal(t *testing.T) {
	none := map[string]any{}
	bounded := map[string]any{"boundary": []any{}}
	for _, row := range []struct {
		name     string
		effect   string
		listed   authz.Principals
		caller   string
		policies map[string]any
		want     string
	}{
		{"caller not listed", "Deny", aws("444455556666"), "user", none, "any"},
		{"user and account listed", "Deny", aws(userARN, account), "user", none, "none"},
		{"user listed without its account", "Deny", aws(userARN), "user", none, "any"},
		{"account listed without the user", "Deny", aws(account), "user", none, "any"},
		{"session, role and account listed", "Deny", aws(sessionARN, roleARN, rootARN), "session", none, "none"},
		{"session listed without its role", "Deny", aws(sessionARN, rootARN), "session", none, "any"},
		{"role listed without the session", "Deny", aws(roleARN, rootARN), "session", none, "any"},
		{"role and account listed, the role itself", "Deny", aws(roleARN, rootARN), "role", none, "none"},
		{"federated session, user and account listed", "Deny", aws(fedARN, userARN, account), "federated", none, "none"},
		{"federated session listed alone", "Deny", aws(fedARN), "federated", none, "any"},
		{"account by canonical id", "Deny", authz.Principals{AWS: []string{userARN}, CanonicalUser: []string{canonical}}, "user", none, "none"},
		{"root by its account", "Deny", aws(account), "root", none, "none"},
		{"a caller with a boundary is never spared", "Deny", aws(userARN, account), "user", bounded, "any"},
		{"no boundary, stated", "Deny", aws(userARN, account), "user", map[string]any{"boundary": nil}, "none"},
		{"service listed", "Deny", authz.Principals{Service: []string{"sagemaker.amazonaws.com"}}, "service", none, "none"},
		{"service not listed", "Deny", aws(account), "service", none, "any"},
		{"provider listed", "Deny", authz.Principals{Federated: []string{"token.actions.githubusercontent.com"}}, "web", none, "none"},
		{"anonymous", "Deny", aws(account), "anonymous", none, "any"},
		{"everyone listed", "Deny", authz.Principals{Any: true}, "anonymous", none, "none"},
		{"Allow never applies", "Allow", aws("444455556666"), "user", none, "none"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := authz.Statement{Effect: row.effect, Action: []string{"*"}, NotPrincipal: &row.listed}
			if got := classOf(t, s, row.caller, row.policies); got != row.want {
				t.Errorf("class = %q, want %q", got, row.want)
			}
		})
	}
}
