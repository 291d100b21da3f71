package sagemaker

import "context"

// follow waits for what was created, and looks how it ended.
func (s *stepRun) follow(k stepKind, arn string) (exception string, err error) {
	if err := s.wait(k, arn); err != nil {
		return "", err
	}
	out, err := s.call(k.describe, map[string]any{k.name: s.name})
	if err != nil {
		return exceptionOf(err), s.describeFault(k.describe, err)
	}
	status := text(out, k.status)
	switch {
	case k.status == "" || status == "Completed":
		made, err := s.complete(k, out)
		if err == nil {
			s.made[s.of.Name] = made
		}
		return exceptionOf(err), err
	case s.ctx.Err() != nil:
		return "", errStopped
	case status == "Stopped":
		return "", &fault{stageOf(s.of), jobStopped(arn)}
	}
	s.noteJob(arn)
	reason := text(out, k.reason)
	return exceptionIn(reason), &fault{stageOf(s.of), jobFailed(reason)}
}

// wait waits for the end of the job, which a stop of the execution stops. One
// that cannot be stopped goes on.
func (s *stepRun) wait(k stepKind, arn string) error {
	rec, ok := s.h.records.get(arn)
	if !ok || rec.run == nil || s.h.Board.Wait(s.ctx, rec.run.ID) == nil {
		return nil
	}
	if _, err := s.call(k.stop, map[string]any{k.name: s.name}); err != nil {
		if refusal := refusalIn(err); refusal != nil && refusal.Code == "AccessDeniedException" {
			s.goesOn = true
			return &fault{stageOf(s.of), invokeFailed(k.stop, refusal.Message)}
		}
	}
	return s.h.Board.Wait(context.WithoutCancel(s.ctx), rec.run.ID)
}

// noteJob adds the call that failed the step's job to the table.
func (s *stepRun) noteJob(arn string) {
	rec, ok := s.h.records.get(arn)
	if !ok || rec.run == nil {
		return
	}
	if card := rec.run.Card(); card.Refused != "" {
		s.Note(stageOf(s.of), card.Refused)
	}
}
