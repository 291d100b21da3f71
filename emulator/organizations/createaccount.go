package organizations

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// accessRole is the role through which the management account gets into an
// account that it made
// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access-cross-account-role.html).
const accessRole = "OrganizationAccountAccessRole"

const administratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess"

// createAccount is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html.
// Like AWS it answers that the account is being made, although it is there: who
// waits for it asks for the status.
func (r *request) createAccount(in *sdk.CreateAccountInput) (*sdk.CreateAccountOutput, *awsproto.Error) {
	tags, err := tagsOf(in.Tags)
	switch {
	case err != nil:
		return nil, err
	case strings.HasPrefix(aws.ToString(in.RoleName), "AWSServiceRoleFor"):
		return nil, reservedRoleName()
	}
	if _, err := r.asked(requestTags(tags), everything); err != nil {
		return nil, err
	}
	if err := r.tagsAtBirth(r.made(accountKind), tags, nil); err != nil {
		return nil, err
	}
	id := ""
	made := &world.AccountRequest{AccountName: *in.AccountName, Requested: r.x.Now}
	err = r.change(func(w *world.World, o *world.Organization) *awsproto.Error {
		id = "car-" + newID(w, o, 16, "account request of "+*in.Email)
		r.makeAccount(w, o, in, tags, made)
		o.AccountRequests[id] = made
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &sdk.CreateAccountOutput{CreateAccountStatus: &types.CreateAccountStatus{
		Id: &id, AccountName: in.AccountName, State: types.CreateAccountStateInProgress, RequestedTimestamp: &made.Requested,
	}}, nil
}

// makeAccount makes an account in the root, or says in made why it cannot.
func (r *request) makeAccount(w *world.World, o *world.Organization, in *sdk.CreateAccountInput, tags map[string]string, made *world.AccountRequest) {
	for _, a := range w.Accounts {
		if strings.EqualFold(a.Email, *in.Email) {
			made.Failure = string(types.CreateAccountFailureReasonEmailAlreadyExists)
			return
		}
	}
	made.Account = newAccountID(w, o, *in.Email)
	a := world.NewAccount(*in.AccountName, *in.Email)
	a.ID = made.Account
	name := cmp.Or(aws.ToString(in.RoleName), accessRole)
	a.Roles[name] = &world.Role{
		ID: newRoleID(a, "/", name), Managed: []string{administratorAccess}, Created: r.x.Now,
		Trust: world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + o.Management + `:root"},"Action":"sts:AssumeRole"}]}`),
	}
	r.linkRole(a, o)
	w.Accounts[made.Account] = a
	o.Root.Accounts[made.Account] = &world.Membership{Tags: tags, JoinedMethod: world.Created, Joined: r.x.Now}
}

// newAccountID is an id of 12 digits that no account has.
func newAccountID(w *world.World, o *world.Organization, email string) string {
	const first, last = 100_000_000_000, 999_999_999_999
	sum := sha256.Sum256([]byte(newID(w, o, 17, "account of "+email)))
	n := binary.BigEndian.Uint64(sum[:8])
	for {
		id := fmt.Sprint(first + n%(last-first+1))
		if w.Accounts[id] == nil {
			return id
		}
		n++
	}
}
