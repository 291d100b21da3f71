package engine

import (
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"unsafe"

	"github.com/denylab/denylab/rego/authz"
)

// Keys are what the memory finds things by. Each says everything that the thing
// depends on, in a form that can be read in one way only: every text is written
// with its length.

type key []byte

func (k *key) text(s string) {
	*k = binary.AppendUvarint(*k, uint64(len(s)))
	*k = append(*k, s...)
}

func (k *key) count(n int) { *k = binary.AppendUvarint(*k, uint64(n)) }

func (k *key) flags(flags ...bool) {
	var b byte
	for i, f := range flags {
		if f {
			b |= 1 << i
		}
	}
	*k = append(*k, b)
}

func (k *key) texts(list []string) {
	k.count(len(list))
	for _, s := range list {
		k.text(s)
	}
}

// viewKey is a subject and the documents of a call, by address: the view keeps
// them alive, so that another document cannot come to lie there.
func (k *key) view(p *authz.Policies, by subject) {
	k.text(string(by))
	k.attached(p.Identity)
	k.attached(p.Boundary)
	k.attached(p.Session)
	k.levels(p.SCP)
	k.levels(p.RCP)
	k.attached(p.Endpoint)
	k.attached(p.Resource)
}

// attached tells nil, which is a layer that is not asked, from empty.
func (k *key) attached(list []authz.Attached) {
	k.flags(list != nil)
	k.count(len(list))
	for i := range list {
		a := &list[i]
		*k = binary.LittleEndian.AppendUint64(*k, uint64(uintptr(unsafe.Pointer(a.Document))))
		k.text(a.Name)
		k.text(a.ARN)
		k.text(a.Level)
	}
}

func (k *key) levels(levels [][]authz.Attached) {
	k.flags(levels != nil)
	k.count(len(levels))
	for _, list := range levels {
		k.attached(list)
	}
}

// decision is everything about a call of c that the rules may read. What they
// read of the resource besides comparing it with statements is whether it is a
// role or a key (TestRulesReadOnly).
func (k *key) decision(call *authz.Call, c *class) {
	k.flags(strings.Contains(call.Resource, ":role/"), strings.Contains(call.Resource, ":key/"), call.S3 != nil, call.KMS != nil, call.AccessGrants != nil)
	if c.resource {
		k.text(call.Resource)
	}
	k.text(call.ResourceAccount)
	k.text(call.ResourceOrganization)
	k.caller(&call.Caller)
	k.context(call.Context, c.keys)
	if call.S3 != nil {
		k.s3(call.S3)
	}
	if call.KMS != nil {
		k.kms(call.KMS)
	}
	if call.AccessGrants != nil {
		k.accessGrants(call.AccessGrants)
	}
}

func (k *key) caller(c *authz.Caller) {
	for _, s := range [...]string{string(c.Kind), c.ARN, c.PrincipalARN, c.Account, c.Organization, c.UniqueID, c.CanonicalID, c.Service, c.Provider} {
		k.text(s)
	}
	k.flags(c.ServiceLinked, c.ManagementAccount)
}

// context writes the values of the keys that are read.
func (k *key) context(c authz.Context, read map[string]int) {
	if len(read) == 0 {
		return
	}
	var lower [64]byte
	var few [16]string
	spelled := few[:0] // by the key's number: how the call spells it
	for range read {
		spelled = append(spelled, "")
	}
	for name := range c {
		i, ok := read[string(appendLower(lower[:0], name))]
		// Of spellings that differ in case only, the rules see the last one.
		if ok && name > spelled[i] {
			spelled[i] = name
		}
	}
	for _, name := range spelled {
		v, ok := c[name]
		k.flags(ok && (v.Multi || len(v.Values) > 0), v.Multi)
		if v.Multi {
			k.texts(v.Values)
		} else if len(v.Values) > 0 {
			k.text(v.Values[0])
		}
	}
}

func appendLower(to []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if c >= 0x80 {
			return append(to[:0], strings.ToLower(s)...)
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		to = append(to, c)
	}
	return to
}

func (k *key) s3(s *authz.S3) {
	for _, text := range [...]string{s.BucketOwner, s.BucketOwnerCanonicalID, s.ObjectOwner, s.Ownership, s.Payer, s.RequestCannedACL, s.AccessPointVPC, s.SourceVPC} {
		k.text(text)
	}
	b := s.PublicAccess
	k.flags(s.PayerConfirmed, s.Upload, b.BlockPublicAcls, b.IgnorePublicAcls, b.BlockPublicPolicy, b.RestrictPublicBuckets)
	k.grants(s.BucketACL)
	k.grants(s.ObjectACL)
	k.grants(s.RequestGrants)
}

func (k *key) grants(grants []authz.Grant) {
	k.count(len(grants))
	for i := range grants {
		k.text(grants[i].Grantee)
		k.text(grants[i].Permission)
	}
}

// kms leaves the encryption context out if no grant constrains it: policies read
// it through condition keys.
func (k *key) kms(m *authz.KMS) {
	k.flags(m.AWSManaged)
	k.texts(m.Tokens)
	k.count(len(m.Grants))
	constrained := false
	for i := range m.Grants {
		g := &m.Grants[i]
		k.keyGrant(g)
		constrained = constrained || g.ContextEquals != nil || g.ContextSubset != nil
	}
	if constrained {
		k.pairs(m.EncryptionContext)
	}
	k.flags(m.RequestGrant != nil)
	if m.RequestGrant != nil {
		k.keyGrant(m.RequestGrant)
	}
}

func (k *key) keyGrant(g *authz.KeyGrant) {
	k.text(g.ID)
	k.text(g.GranteePrincipal)
	k.text(g.RetiringPrincipal)
	k.texts(g.Operations)
	k.flags(g.ContextEquals != nil, g.ContextSubset != nil)
	k.pairs(g.ContextEquals)
	k.pairs(g.ContextSubset)
}

func (k *key) accessGrants(a *authz.AccessGrants) {
	k.text(a.Target)
	k.text(a.Permission)
	k.texts(a.Identities)
	k.count(len(a.Grants))
	for i := range a.Grants {
		g := &a.Grants[i]
		for _, text := range [...]string{g.ID, g.Scope, g.Permission, g.Grantee} {
			k.text(text)
		}
	}
}

func (k *key) pairs(pairs map[string]string) {
	k.count(len(pairs))
	for _, name := range slices.Sorted(maps.Keys(pairs)) {
		k.text(name)
		k.text(pairs[name])
	}
}
