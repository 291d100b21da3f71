package organizations

import (
	"strings"

	"github.com/denylab/denylab/emulator/world"
)

// newID is n lower-case letters and digits, 17 at most, that nothing had before.
// They follow from what is made and how often it was, which the management
// account counts, and not from the requests that came before.
func newID(w *world.World, o *world.Organization, n int, of string) string {
	return strings.ToLower(world.UniqueID("", w.Accounts[o.Management].Make(of)...)[:n])
}

// newRoleID is the unique id of a role that an account gets.
func newRoleID(a *world.Account, path, name string) string {
	return world.UniqueID("AROA", a.Make("arn:aws:iam::"+a.ID+":role"+path+name)...)
}
