package sts

import (
	"regexp"

	"github.com/denylab/denylab/emulator/authmessage"
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
)

var accessKeyPattern = regexp.MustCompile(`[\w]*`)

type accessKeyInfo struct{ Account string }

// getAccessKeyInfo is
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html:
// whose an access key is, in whatever state it is.
func (r *request) getAccessKeyInfo(form awsproto.Form) (any, *awsproto.Error) {
	p := &parameters{form: form}
	id := p.text("AccessKeyId", true, 16, 128, accessKeyPattern)
	if err := p.failure(); err != nil {
		return nil, err
	}
	if err := r.general("sts:GetAccessKeyInfo"); err != nil {
		return nil, err
	}
	account := r.x.World.AccountOfKey(id)
	if account == "" {
		return nil, unknownAccessKey()
	}
	return accessKeyInfo{account}, nil
}

type decodedMessage struct{ DecodedMessage string }

// decodeAuthorizationMessage is
// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html.
func (r *request) decodeAuthorizationMessage(form awsproto.Form) (any, *awsproto.Error) {
	p := &parameters{form: form}
	message := p.text("EncodedMessage", true, 1, authmessage.MaxSize, nil)
	if err := p.failure(); err != nil {
		return nil, err
	}
	if err := r.general("sts:DecodeAuthorizationMessage"); err != nil {
		return nil, err
	}
	text, ok := authmessage.Decode(r.h.seed, message)
	if !ok {
		return nil, undecodable()
	}
	return decodedMessage{text}, nil
}

// general asks about an action that has no resource.
func (r *request) general(action string) *awsproto.Error {
	return r.ask(gate.Question{Action: action, Resource: "*", WildcardOnly: true})
}
