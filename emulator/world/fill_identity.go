package world

import (
	"strconv"
	"strings"

	"github.com/denylab/denylab/emulator/iampolicy"
)

// fillIdentities completes users, groups, roles and managed policies.
func (w *World) fillIdentities(a *Account) {
	for name := range a.Policies {
		m := present(a.Policies, name)
		m.Path = orSlash(m.Path)
		m.Name, m.ARN = name, iamARN(a.ID, "policy", m.Path, name)
	}
	for name := range a.Groups {
		g := present(a.Groups, name)
		g.Path = orSlash(g.Path)
		g.Name, g.ARN = name, iamARN(a.ID, "group", g.Path, name)
		w.identify(&g.ID, "AGPA", g.ARN)
		a.resolveManaged(g.Managed)
	}
	for name := range a.Users {
		u := present(a.Users, name)
		u.Path = orSlash(u.Path)
		u.Name, u.ARN = name, iamARN(a.ID, "user", u.Path, name)
		w.identify(&u.ID, "AIDA", u.ARN)
		if u.AccessKeys == nil {
			u.AccessKeys = []AccessKey{accessKey(u.ARN)}
		}
		a.resolveManaged(u.Managed)
		u.Boundary = a.managedARN(u.Boundary)
	}
	for name := range a.Roles {
		r := present(a.Roles, name)
		r.Path = orSlash(r.Path)
		r.Name, r.ARN = name, iamARN(a.ID, "role", r.Path, name)
		w.identify(&r.ID, "AROA", r.ARN)
		if r.Trust == nil {
			r.Trust = trustsNobody
		}
		if r.MaxSessionDuration == 0 {
			r.MaxSessionDuration = 3600
		}
		a.resolveManaged(r.Managed)
		r.Boundary = a.managedARN(r.Boundary)
	}
}

// identify gives a principal its unique id. The revision is part of it, so
// that a principal that is deleted and made again is another one.
func (w *World) identify(id *string, prefix, arn string) {
	if *id == "" {
		*id = uniqueID(prefix, arn, strconv.FormatUint(w.Revision, 10))
	}
}

// resolveManaged puts ARNs in the place of the names of customer managed
// policies.
func (a *Account) resolveManaged(refs []string) {
	for i, ref := range refs {
		refs[i] = a.managedARN(ref)
	}
}

func (a *Account) managedARN(ref string) string {
	if m := a.Policies[ref]; m != nil {
		return m.ARN
	}
	return ref
}

// managed finds a managed policy by its ARN: AWS's, or this account's.
func (a *Account) managed(arn string) (name string, p *Policy, ok bool) {
	name = arn[strings.LastIndexByte(arn, '/')+1:]
	if m := a.Policies[name]; m != nil && m.ARN == arn {
		return name, m.Policy, m.Policy != nil
	}
	if doc, text, ok := iampolicy.AWSManaged(arn); ok {
		return name, &Policy{Document: doc, JSON: text}, true
	}
	return "", nil, false
}

func orSlash(path string) string {
	if path == "" {
		return "/"
	}
	return path
}

func iamARN(account, kind, path, name string) string {
	return "arn:aws:iam::" + account + ":" + kind + path + name
}
