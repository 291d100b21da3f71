package scenarios

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// A Refusal is what a step with save keeps of an answer that is an error.
type Refusal struct {
	Code, Message string
	// EncodedMessage is the encoded authorization message at the end of EC2's
	// refusals, which sts.DecodeAuthorizationMessage takes; else empty.
	EncodedMessage string
}

// beforeEncoded stands between the text of a refusal and its encoded message.
const beforeEncoded = ". Encoded authorization failure message: "

func refusalOf(err smithy.APIError) Refusal {
	message, encoded, _ := strings.Cut(err.ErrorMessage(), beforeEncoded)
	return Refusal{err.ErrorCode(), message, encoded}
}

// savedType is the type of what a step saves.
func (s *Step) savedType(op operation) reflect.Type {
	if s.Want.Refused() {
		return reflect.TypeFor[Refusal]()
	}
	return op.output
}

// within is what a path such as VpcEndpoint.VpcEndpointId leads to in an
// answer, through pointers: the zero value behind a nil one. It is invalid when
// the answer has no such field.
func within(answer reflect.Value, path string) reflect.Value {
	for name := range strings.SplitSeq(path, ".") {
		if answer.IsValid() && answer.Kind() == reflect.Pointer {
			answer = deref(answer)
		}
		if !answer.IsValid() || answer.Kind() != reflect.Struct {
			return reflect.Value{}
		}
		answer = answer.FieldByName(name)
	}
	return answer
}

// endpointField is where ec2.CreateVpcEndpoint's answer has the endpoint's id.
const endpointField = "VpcEndpoint.VpcEndpointId"

// savedVia is the name of the saved answer in which a step's endpoint is.
func (s *Step) savedVia() (string, bool) { return strings.CutPrefix(s.Via, "saved/") }

// through is the step with the id of its endpoint, which may be in an earlier
// answer.
func (b *bench) through(s *Step) (*Step, error) {
	name, saved := s.savedVia()
	if !saved {
		return s, nil
	}
	answer, ok := b.saved[name]
	if !ok {
		return nil, fmt.Errorf("no VPC endpoint is saved as %q: the step that saves it failed", name)
	}
	id, ok := within(answer, endpointField).Interface().(*string)
	if !ok || aws.ToString(id) == "" {
		return nil, errors.New("the answer saved as " + name + " has no VPC endpoint")
	}
	again := *s
	again.Via = *id
	return &again, nil
}

// checkSavedVia checks that an earlier step makes the endpoint.
func (c *stepChecker) checkSavedVia(via *node, name string) {
	answer, ok := c.saved[name]
	switch {
	case !ok:
		c.complain(via.problem("no earlier step saves %q", name).hint("give that step save: %s", name))
	case !within(answer, endpointField).IsValid():
		c.complain(via.problem("the answer saved as %q has no VPC endpoint", name).hint("ec2.CreateVpcEndpoint returns one"))
	}
}
