package world

import (
	"strconv"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/iampolicy"
)

// fillIdentities completes users, groups, roles and managed policies.
func (w *World) fillIdentities(a *Account) {
	for name := range a.Policies {
		m := present(a.Policies, name)
		m.Path = orSlash(m.Path)
		m.Name, m.ARN = name, iamARN(a.ID, "policy", m.Path, name)
		w.identify(&m.ID, "ANPA", m.ARN)
		m.fillVersions()
	}
	for name := range a.Groups {
		g := present(a.Groups, name)
		g.Path = orSlash(g.Path)
		g.Name, g.ARN = name, iamARN(a.ID, "group", g.Path, name)
		w.identify(&g.ID, "AGPA", g.ARN)
		setTime(&g.Created, created)
		a.resolveManaged(g.Managed)
	}
	for name := range a.Users {
		u := present(a.Users, name)
		u.Path = orSlash(u.Path)
		u.Name, u.ARN = name, iamARN(a.ID, "user", u.Path, name)
		w.identify(&u.ID, "AIDA", u.ARN)
		setTime(&u.Created, created)
		if u.AccessKeys == nil {
			u.AccessKeys = []AccessKey{accessKey(u.ARN)}
		}
		for i := range u.AccessKeys {
			setTime(&u.AccessKeys[i].Created, u.Created)
		}
		a.resolveManaged(u.Managed)
		u.Boundary = a.managedARN(u.Boundary)
	}
	for name := range a.Roles {
		r := present(a.Roles, name)
		r.Path = orSlash(r.Path)
		r.Name, r.ARN = name, iamARN(a.ID, "role", r.Path, name)
		w.identify(&r.ID, "AROA", r.ARN)
		setTime(&r.Created, created)
		if r.Trust == nil {
			r.Trust = trustsNobody
		}
		if r.MaxSessionDuration == 0 {
			r.MaxSessionDuration = 3600
		}
		a.resolveManaged(r.Managed)
		r.Boundary = a.managedARN(r.Boundary)
	}
	for name := range a.InstanceProfiles {
		p := present(a.InstanceProfiles, name)
		p.Path = orSlash(p.Path)
		p.Name, p.ARN = name, iamARN(a.ID, "instance-profile", p.Path, name)
		w.identify(&p.ID, "AIPA", p.ARN)
		setTime(&p.Created, created)
	}
	for url := range a.OIDCProviders {
		p := present(a.OIDCProviders, url)
		p.URL, p.ARN = url, iamARN(a.ID, "oidc-provider", "/", url)
		setTime(&p.Created, created)
	}
}

// fillVersions gives a policy that was described its one version. What is in
// Policy is in force, whoever put it there.
func (m *ManagedPolicy) fillVersions() {
	setTime(&m.Created, created)
	setTime(&m.Updated, m.Created)
	setDefault(&m.DefaultVersion, "v1")
	if m.Versions == nil {
		m.Versions = map[string]*PolicyVersion{}
	}
	present(m.Versions, m.DefaultVersion).Policy = m.Policy
	for id := range m.Versions {
		setTime(&present(m.Versions, id).Created, m.Created)
		m.LastVersion = max(m.LastVersion, versionNumber(id))
	}
}

// versionNumber is the number in a policy version's id; 0 in what is none.
func versionNumber(id string) int {
	number, ok := strings.CutPrefix(id, "v")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 1 || strconv.Itoa(n) != number {
		return 0
	}
	return n
}

func setTime(t *time.Time, to time.Time) {
	if t.IsZero() {
		*t = to
	}
}

// identify gives a principal its unique id. The revision is part of it, so
// that a principal that is deleted and made again is another one, in this lab or
// in one that goes on from a snapshot of it.
func (w *World) identify(id *string, prefix, arn string) {
	if *id != "" {
		return
	}
	of := []string{arn, strconv.FormatUint(w.Revision, 10)}
	if w.Revision > 0 && w.Generation > 0 {
		of = append(of, strconv.Itoa(w.Generation))
	}
	*id = uniqueID(prefix, of...)
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
