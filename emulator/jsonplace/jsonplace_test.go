package jsonplace_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/denylab/denylab/emulator/jsonplace"
)

func TestTheLineOfAnError(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"syntax", "{\n  oops\n}", "f.json:2"},
		{"a wrong type", "{\n\n  \"N\": \"x\"\n}", "f.json:3"},
		{"the end", "{\n", "f.json:2"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := json.Unmarshal([]byte(tc.text), &struct{ N int }{})
			if got := jsonplace.Of("f.json", []byte(tc.text), err); err == nil || got != tc.want {
				t.Errorf("%v: at %s, want %s", err, got, tc.want)
			}
		})
	}
	if got := jsonplace.Of("f.json", nil, errors.New("unreadable")); got != "f.json" {
		t.Errorf("at %s", got)
	}
}
