package caller

import (
	"net/http"

	"github.com/denylab/denylab/emulator/awsproto"
)

// An ec2Dialect is that of EC2, which does not tell an unknown key from a wrong
// secret
// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html#CommonErrors).
type ec2Dialect struct{ *sharedDialect }

var ec2 = ec2Dialect{queryDialect}

func authFailure() *awsproto.Error {
	return &awsproto.Error{Status: http.StatusUnauthorized, Code: "AuthFailure",
		Message: "AWS was not able to validate the provided access credentials"}
}

func (ec2Dialect) unknownKey(*signature) *awsproto.Error { return authFailure() }

func (ec2Dialect) badToken(*signature) *awsproto.Error { return authFailure() }

func (ec2Dialect) mismatch(*signature, string, string) *awsproto.Error { return authFailure() }
