package sagemaker

import (
	"context"

	"github.com/denylab/denylab/emulator/job"
)

// child runs the nth training job to its end. When the tuning job is stopped,
// so is the training job.
func (t *tuning) child(ctx context.Context, n int) error {
	p := t.plans[n%len(t.plans)]
	chosen := p.choose(n/len(t.plans), t.grid(), seedOf(t.arn, t.in.HyperParameterTuningJobConfig))
	rec, err := t.startChild(p, n, chosen)
	if err != nil {
		return err
	}
	t.counts.inProgress, t.counts.pending = 1, 1
	t.tell()
	if err := t.h.Board.Wait(ctx, rec.run.ID); err != nil {
		t.h.stopTraining(rec, t.Agent.Now())
		if err := t.h.Board.Wait(context.WithoutCancel(ctx), rec.run.ID); err != nil {
			return err
		}
	}
	t.counts.inProgress, t.counts.pending = 0, 0
	t.take(p, rec)
	t.tell()
	return nil
}

// startChild starts a training job, which SageMaker itself makes.
func (t *tuning) startChild(p *plan, n int, chosen map[string]string) (*record, error) {
	name := childName(t.rec.name, t.arn, n+1)
	in := p.request(name, chosen, t.in.Tags)
	session, ok := t.Agent.Assume(p.role(), sessionName)
	if !ok {
		return nil, &fault{stageRole, notAssumable(p.role()).Message}
	}
	arn := "arn:aws:sagemaker:" + t.region + ":" + t.account + ":" + trainingJob + "/" + name
	run := job.New(t.Agent, t.account, trainingJob, name, arn, session)
	run.Network = p.network
	w := &worker{h: t.h, Run: run, account: t.account, region: t.region, role: p.role(), arn: arn}
	out := trainingOutput(arn, in, t.Agent.Now())
	out.TuningJobArn = &t.arn
	rec := &record{kind: trainingJob, name: name, account: t.account, arn: arn, tags: tagMap(in.Tags), output: out, run: run}
	if !t.h.records.add(rec) {
		return nil, &fault{stageChildren, exists("Training job", arn).Message}
	}
	child := &training{running: running{worker: w, rec: rec}, in: in}
	t.h.Board.Start(run, child.run)
	return rec, nil
}
