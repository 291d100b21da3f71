package world

import "reflect"

// NewAccount is an account without anything in it, to be put into a world that
// is being changed: its maps can be written to.
func NewAccount(name, email string) *Account {
	a := copyValue(reflect.ValueOf(&Account{})).Interface().(*Account)
	a.Name, a.Email = name, email
	return a
}
