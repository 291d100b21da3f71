package awsproto

import (
	"reflect"
	"strings"
)

// Union adds the members of the union I: pointers to the SDK's types, such as
// &types.FilterMemberAnd{}.
func Union[I any](all Unions, members ...I) Unions {
	union := reflect.TypeFor[I]()
	all[union] = map[string]reflect.Type{}
	for _, m := range members {
		t := reflect.TypeOf(m).Elem()
		all[union][strings.TrimPrefix(t.Name(), union.Name()+"Member")] = t
	}
	return all
}
