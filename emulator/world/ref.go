package world

import (
	"fmt"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// DefaultSessionName is the role session name of a principal that is named by
// its role alone.
const DefaultSessionName = "denylab"

// Principal finds the principal that a person or a fixture names:
//
//	root, user/NAME, role/NAME, role/NAME/SESSION,
//	anonymous, service/sagemaker.amazonaws.com,
//
// the first four with an account before them where the name is in several
// ("111122223333:role/NAME"); or the ARN of an account root, user, role or
// assumed role. A role is meant as a session of it. The error is a *RefError.
func (w *World) Principal(ref string) (*Principal, error) {
	if service, ok := strings.CutPrefix(ref, "service/"); ok && service != "" {
		return ServicePrincipal(service), nil
	}
	if ref == "anonymous" {
		return Anonymous(), nil
	}
	account, name := "", ref
	if strings.HasPrefix(ref, "arn:") {
		account, name = accountOf(ref), ref[strings.LastIndexByte(ref, ':')+1:]
		name = strings.Replace(name, "assumed-role/", "role/", 1)
	} else if before, after, ok := strings.Cut(ref, ":"); ok {
		account, name = before, after
	}
	if account != "" && w.Accounts[account] == nil {
		return nil, badRef(ref, fmt.Sprintf("there is no account %q", account), suggestion(account, keysOf(w.Accounts)))
	}
	return w.named(ref, account, name)
}

func badRef(ref, message, hint string) error {
	return &RefError{Value: ref, Message: message, Hint: hint}
}

// named finds name in one account, or in all of them when account is empty.
func (w *World) named(ref, account, name string) (*Principal, error) {
	kind, rest, _ := strings.Cut(name, "/")
	if !validKind(kind, rest) {
		return nil, badRef(ref, fmt.Sprintf("%q names no principal", ref),
			"write root, user/NAME, role/NAME, role/NAME/SESSION, anonymous, service/NAME or an ARN")
	}
	var found []*Principal
	var where, known []string
	for _, id := range sorted(w.Accounts) {
		if account != "" && account != id {
			continue
		}
		a := w.Accounts[id]
		known = append(known, a.names(kind)...)
		if p := w.in(a, kind, rest); p != nil {
			found = append(found, p)
			where = append(where, id+":"+name)
		}
	}
	switch len(found) {
	case 0:
		return nil, badRef(ref, fmt.Sprintf("there is no %s %q", kind, rest), suggestion(kind+"/"+rest, known))
	case 1:
		return found[0], nil
	default:
		return nil, badRef(ref, fmt.Sprintf("%q is in several accounts", ref), "write one of "+strings.Join(where, ", "))
	}
}

func validKind(kind, rest string) bool {
	return kind == "root" && rest == "" || (kind == "user" || kind == "role") && rest != ""
}

// in finds a principal of one account; rest may begin with the principal's
// path, as in its ARN, and end with a session name.
func (w *World) in(a *Account, kind, rest string) *Principal {
	switch kind {
	case "root":
		return w.root(a)
	case "user":
		u := a.Users[rest[strings.LastIndexByte(rest, '/')+1:]]
		if u != nil && (u.Name == rest || u.Path+u.Name == "/"+rest) {
			return w.user(a, u)
		}
	case "role":
		for _, name := range sorted(a.Roles) {
			r := a.Roles[name]
			if session, ok := sessionOf(r, rest); ok {
				s := &Session{Kind: authz.AssumedRole, Account: a.ID, Principal: r.Name, PrincipalID: r.ID, Name: session}
				return w.roleSession(a, r, s)
			}
		}
	}
	return nil
}

// sessionOf says whether ref names a session of r.
func sessionOf(r *Role, ref string) (session string, ok bool) {
	for _, prefix := range []string{r.Name, strings.TrimPrefix(r.Path, "/") + r.Name} {
		if ref == prefix {
			return DefaultSessionName, true
		}
		if s, ok := strings.CutPrefix(ref, prefix+"/"); ok && s != "" && !strings.Contains(s, "/") {
			return s, true
		}
	}
	return "", false
}

// names lists the references to an account's principals of one kind.
func (a *Account) names(kind string) []string {
	var all []string
	switch kind {
	case "user":
		for name := range a.Users {
			all = append(all, "user/"+name)
		}
	case "role":
		for name := range a.Roles {
			all = append(all, "role/"+name)
		}
	}
	return all
}

// PrincipalRefs lists what Principal takes for the users, roles and roots of
// the world, sorted, for completion: with the account where a name is in
// several.
func (w *World) PrincipalRefs() []string {
	count := map[string]int{}
	for _, a := range w.Accounts {
		for _, ref := range a.refs() {
			count[ref]++
		}
	}
	all := map[string]bool{"anonymous": true}
	for id, a := range w.Accounts {
		for _, ref := range a.refs() {
			if count[ref] > 1 {
				ref = id + ":" + ref
			}
			all[ref] = true
		}
	}
	return sorted(all)
}

func (a *Account) refs() []string {
	return append(append(a.names("user"), a.names("role")...), "root")
}
