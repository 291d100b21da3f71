package sts

import (
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// An mfa is what a request says of the caller's MFA device. The lab has no
// devices: it takes every one of the caller's account, and every code, for
// right.
type mfa struct{ serial, code string }

func (p *parameters) readMFA() mfa {
	return mfa{p.text("SerialNumber", false, 9, 256, serialPattern), p.text("TokenCode", false, 6, 6, codePattern)}
}

// of says whether the caller has shown its device. Only users have one.
func (m mfa) of(caller *world.Principal) (bool, *awsproto.Error) {
	switch {
	case m == mfa{}:
		return false, nil
	case m.serial == "" || m.code == "":
		return false, halfOfMFA()
	case caller.Caller.Kind != authz.User && caller.Caller.Kind != authz.Root,
		strings.HasPrefix(m.serial, "arn:") && !strings.HasPrefix(m.serial, "arn:aws:iam::"+caller.Caller.Account+":"):
		return false, strangeDevice()
	}
	return true, nil
}

// addTo adds the condition keys of a request that shows a device. The session
// of a role does not carry them on
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html).
func (mfa) addTo(c authz.Context) {
	c["aws:MultiFactorAuthPresent"] = authz.One("true")
	c["aws:MultiFactorAuthAge"] = authz.One("0")
}
