package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/jsonplace"
)

// An event is CloudTrail's record of a call
// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
type event struct {
	EventName         string          `json:"eventName"`
	RequestParameters json.RawMessage `json:"requestParameters"`
}

// events are the forms in which CloudTrail gives events: one, those of a log
// file, or the answer of LookupEvents, in which each is text.
type events struct {
	event
	Records []event
	Events  []struct{ CloudTrailEvent string }
}

// eventIn is the event in a file that creates a job; nil when the file is not
// CloudTrail's.
func eventIn(file string, text []byte) (*event, error) {
	var in events
	if err := json.Unmarshal(text, &in); err != nil {
		return nil, fmt.Errorf("%s: %w", jsonplace.Of(file, text, err), err)
	}
	all, err := in.all()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	var names []string
	for _, e := range all {
		names = append(names, e.EventName)
	}
	creating := slices.DeleteFunc(all, func(e event) bool {
		_, creates := jobInputs[e.EventName]
		return !creates || len(e.RequestParameters) == 0
	})
	if len(creating) != 1 {
		return nil, fmt.Errorf("%s: %d events that create jobs (of %s): want one of %s", file, len(creating),
			strings.Join(names, ", "), strings.Join(slices.Sorted(maps.Keys(jobInputs)), ", "))
	}
	return &creating[0], nil
}

func (in events) all() ([]event, error) {
	if in.EventName != "" {
		return []event{in.event}, nil
	}
	all := in.Records
	for i, e := range in.Events {
		var one event
		if err := json.Unmarshal([]byte(e.CloudTrailEvent), &one); err != nil {
			return nil, fmt.Errorf("Events[%d].CloudTrailEvent: %w", i, err)
		}
		all = append(all, one)
	}
	return all, nil
}
