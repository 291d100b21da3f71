package world

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// Whatever field of whatever thing in a world changes, a description says so, or
// the field follows from others. A new field that neither a file says nor fill
// makes fails here: give it a name in files.
func TestADescriptionCarriesEveryField(t *testing.T) {
	whole := samples()
	populate(reflect.ValueOf(whole).Elem())
	whole.fill()
	visited := map[string]int{}
	all := places(reflect.ValueOf(whole).Elem(), nil, visited)
	const strides = 40 // how many are tried together, far from each other; those that fail one by one
	for i := range min(strides, len(all)) {
		var some []spot
		for j := i; j < len(all); j += strides {
			some = append(some, all[j])
		}
		if carried(t, whole, some...) {
			continue
		}
		for _, at := range some {
			if !carried(t, whole, at) {
				t.Errorf("%s: a change is lost: give the field a name in files (its yaml tag), or have fill make it of others", at)
			}
		}
	}
	if len(visited) < 150 {
		t.Errorf("only %d fields were looked at", len(visited))
	}
}

// carried says whether a description has changes of some places. The innermost
// places are changed first, because others take them away.
func carried(t *testing.T, whole *World, some ...spot) bool {
	changed := clone(whole)
	for _, at := range slices.Backward(some) {
		v, ok := at.in(reflect.ValueOf(changed).Elem())
		switch {
		case ok && !disturb(v):
			t.Errorf("%s: this test cannot change a %s; teach disturb to", at, v.Type())
		case !ok && len(some) == 1:
			t.Errorf("%s: there is no such place", at)
		}
	}
	changed.fill()
	again := clone(changed.described())
	again.fill()
	return again.LastingDigest() == changed.LastingDigest()
}

// populate puts one thing into whatever holds none, also what is new tomorrow.
func populate(v reflect.Value, above ...reflect.Type) {
	if slices.Contains(above, v.Type()) || v.Type() == reflect.TypeFor[*Policy]() || v.Type() == reflect.TypeFor[time.Time]() {
		return
	}
	above = append(above[:len(above):len(above)], v.Type())
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		populate(v.Elem(), above...)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !apart[v.Type().Name()+"."+f.Name] {
				populate(v.Field(i), above...)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Struct && v.Len() == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		}
	case reflect.Map:
		if v.Type().Elem().Kind() == reflect.Pointer && v.Len() == 0 {
			disturb(v)
		}
		for it := v.MapRange(); it.Next() && it.Value().Kind() == reflect.Pointer; {
			populate(it.Value().Elem(), above...)
		}
	}
}

// samples is a world with what populate cannot know: things that must be of a
// certain form.
func samples() *World {
	p := func(action string) *Policy {
		return MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"` + action + `","Resource":"*"}]}`)
	}
	acl := &ACL{Grants: []ACLGrant{{Group: "AllUsers", Permission: "READ"}}}
	return &World{
		BucketDefaults: &BucketDefaults{},
		Organization: &Organization{ID: "o-abcdefghij", Management: "111122223333",
			SCPs: map[string]*ControlPolicy{"Guard": {Policy: p("s3:*")}},
			Root: &Unit{Units: map[string]*Unit{"Dev": {Accounts: map[string]*Membership{"444455556666": {}}}}}},
		Accounts: map[string]*Account{"111122223333": {}, "444455556666": {
			PublicAccessBlock: &PublicAccessBlock{},
			Users:             map[string]*User{"alice": {Policies: map[string]*Policy{"p": p("s3:GetObject")}}},
			Groups:            map[string]*Group{"staff": {}},
			Roles:             map[string]*Role{"Trainer": {}},
			Policies:          map[string]*ManagedPolicy{"Read": {Policy: p("s3:Get*"), DefaultVersion: "v2", Versions: map[string]*PolicyVersion{"v1": {Policy: p("s3:*")}}}},
			InstanceProfiles:  map[string]*InstanceProfile{"i": {}},
			OIDCProviders:     map[string]*OIDCProvider{"issuer.example.com": {JWKS: &KeySet{Keys: []WebKey{{}}}}},
			Keys: map[string]*Key{"1234abcd-12ab-34cd-56ef-1234567890ab": {
				RotationPeriodInDays: 365, Rotations: []KeyRotation{{}}, Grants: map[string]*KeyGrant{"g": {}}}},
			Buckets: map[string]*Bucket{"data": {ACL: acl, Encryption: &Encryption{Algorithm: "AES256"}, ObjectLock: &ObjectLock{},
				Documents: map[string]string{"cors": "<CORSConfiguration/>"}}},
			AccessPoints: map[string]*AccessPoint{"ap": {Bucket: "data"}},
			AccessGrants: &AccessGrants{Locations: map[string]*GrantsLocation{"default": {Scope: "s3://", Role: "Trainer"}},
				Grants: map[string]*AccessGrant{"g": {SubPrefix: "data/*", Permission: "READ", Grantee: "role/Trainer"}}},
			VPCs: map[string]*VPC{"vpc-1": {Endpoints: map[string]*Endpoint{"vpce-1": {Service: "s3"}}}},
		}},
	}
}

// A spot is the way to a value: fields by index, entries by key.
type spot []any

// in is the value below v; false when something on the way is not there.
func (s spot) in(v reflect.Value) (reflect.Value, bool) {
	for _, step := range s {
		for v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if !v.IsValid() {
			return v, false
		}
		switch step := step.(type) {
		case string:
			v = v.FieldByName(step)
		case reflect.Value:
			v = v.MapIndex(step)
		case int:
			v = v.Index(step)
		}
	}
	return v, v.IsValid()
}

func (s spot) String() string {
	var parts []string
	for _, step := range s {
		parts = append(parts, fmt.Sprint(step))
	}
	return strings.Join(parts, ".")
}

// places lists every field of the things below v, and counts them by name.
func places(v reflect.Value, at spot, visited map[string]int) (all []spot) {
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if k, ok := v.Interface().(Key); ok && k.AWSManaged {
		return nil // nobody can change one
	}
	here := func(step any) spot { return append(at[:len(at):len(at)], step) }
	switch {
	case v.Type() == policyType || v.Type() == reflect.TypeFor[Sessions]() || v.Type() == reflect.TypeFor[time.Time]():
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name := v.Type().Name() + "." + f.Name
			if !f.IsExported() || apart[name] {
				continue
			}
			if visited[name]++; visited[name] <= 2 { // of each two, one of them perhaps made by fill
				all = append(all, here(f.Name))
			}
			all = append(all, places(v.Field(i), here(f.Name), visited)...)
		}
	case v.Kind() == reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			all = append(all, places(v.MapIndex(key), here(key), visited)...)
		}
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		for i := range v.Len() {
			all = append(all, places(v.Index(i), here(i), visited)...)
		}
	}
	return all
}

var policyType = reflect.TypeFor[Policy]()

// apart is what a description has no part in: see Describe.
var apart = map[string]bool{
	"World.Sessions": true, "World.Revision": true, "World.Generation": true, "Bucket.Objects": true, "Bucket.Uploads": true,
	"Key.AWSManaged": true, // it follows from the alias
}

// disturb makes another value of v; false when it does not know how.
func disturb(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "1")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Pointer:
		switch {
		case v.Type().Elem() == policyType:
			v.Set(reflect.ValueOf(MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}`)))
		case v.IsNil():
			v.Set(reflect.New(v.Type().Elem()))
		default:
			v.SetZero()
		}
	case reflect.Slice:
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
	case reflect.Map:
		disturbMap(v)
	case reflect.Struct:
		t, ok := v.Interface().(time.Time)
		if !ok {
			return false
		}
		v.Set(reflect.ValueOf(t.Add(1234567 * time.Microsecond)))
	default:
		return false
	}
	return true
}

// disturbMap adds an entry.
func disturbMap(v reflect.Value) {
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	entry := reflect.New(v.Type().Elem()).Elem()
	if entry.Kind() == reflect.Pointer {
		entry.Set(reflect.New(entry.Type().Elem()))
	}
	if p, ok := entry.Interface().(*Policy); ok {
		*p = *fullAWSAccess
	}
	v.SetMapIndex(reflect.ValueOf("added"), entry)
}
