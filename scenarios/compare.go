package scenarios

import "fmt"

// compare lists where what came back differs from what was wanted, in the
// order of Want's fields; nil when it is met. A nil Want wants success.
func compare(want *Want, got *StepResult) []string {
	if want == nil {
		want = &Want{}
	}
	if *want == (Want{}) {
		if got.Status >= 200 && got.Status < 300 {
			return nil
		}
		return []string{fmt.Sprintf("want success, got %s", got.outcome())}
	}
	var out []string
	differ := func(field string, want, got any) {
		out = append(out, fmt.Sprintf("%s: want %v, got %v", field, want, got))
	}
	if want.Status != 0 && want.Status != got.Status {
		differ("status", want.Status, got.outcome())
	}
	for _, f := range []struct{ name, want, got string }{
		{"code", want.Code, got.Code},
		{"message", want.Message, got.Message},
		{"action", want.Action, got.Action},
		{"resource", want.Resource, got.Resource},
		{"layer", string(want.Layer), string(got.Layer)},
		{"verdict", string(want.Verdict), string(got.Verdict)},
		{"statement", want.Statement, got.Statement},
		{"policy", want.Policy, got.Policy},
	} {
		if f.want != "" && f.want != f.got {
			differ(f.name, quoted(f.want), quoted(f.got))
		}
	}
	return out
}

func quoted(s string) string {
	if s == "" {
		return "nothing"
	}
	return fmt.Sprintf("%q", s)
}

// outcome is the answer in one line.
func (r *StepResult) outcome() string {
	if r.Code == "" {
		return fmt.Sprint(r.Status)
	}
	return fmt.Sprintf("%d %s: %s", r.Status, r.Code, r.Message)
}
