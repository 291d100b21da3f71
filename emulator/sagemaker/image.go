package sagemaker

import (
	"context"
	"regexp"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// An image is a container image of Amazon ECR.
type image struct{ text, registry, region, repository string }

// registryForm is ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY[:TAG][@DIGEST].
var registryForm = regexp.MustCompile(`^(\d{12})\.dkr\.ecr[a-z-]*\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([^:@]+)`)

func parseImage(text string) (image, bool) {
	m := registryForm.FindStringSubmatch(text)
	if m == nil {
		return image{}, false
	}
	return image{text: text, registry: m[1], region: m[2], repository: m[3]}, true
}

func (i image) arn() string {
	return "arn:aws:ecr:" + i.region + ":" + i.registry + ":repository/" + i.repository
}

// pullActions are what pulling an image takes
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_id-based-policy-examples.html).
var pullActions = []string{"ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"}

// pull asks whether the role may pull an image. SageMaker's own images, which
// are in accounts that the world does not have, need no permission of the role.
// The text of the first refusal is empty when it may.
func (w *worker) pull(ctx context.Context, stage, text string, actions ...string) (string, error) {
	if len(actions) == 0 {
		actions = pullActions
	}
	refused, err := w.pullBy(ctx, stage, text, actions)
	return refused.why, err
}

// A pullRefusal is the first action of a pull that was refused; empty when none
// was.
type pullRefusal struct{ action, why string }

func (w *worker) pullBy(ctx context.Context, stage, text string, actions []string) (pullRefusal, error) {
	var first pullRefusal
	i, ok := parseImage(text)
	if !ok || w.Agent.World().Accounts[i.registry] == nil {
		return first, nil
	}
	why, err := w.may(ctx, stage, "ecr:GetAuthorizationToken", "*", "", nil)
	if err != nil {
		return first, err
	}
	if why != "" {
		first = pullRefusal{"ecr:GetAuthorizationToken", why}
	}
	for _, action := range actions {
		refusal, err := w.Ask(ctx, stage, "ecr", action[len("ecr:"):], i.question(w.Agent.World(), action))
		if err != nil {
			return first, err
		}
		if refusal != nil && first.action == "" {
			first = pullRefusal{action, refusal.Message}
		}
	}
	return first, nil
}

func (i image) question(w *world.World, action string) gate.Question {
	q := gate.Question{Action: action, Resource: i.arn(), ResourceAccount: i.registry, Context: authz.Context{}}
	repository := w.Accounts[i.registry].Repositories[i.repository]
	if repository == nil {
		return q
	}
	q.Context = stored(repository.Tags)
	if repository.Policy != nil {
		q.ResourcePolicy = []authz.Attached{{Name: "repository policy", Document: repository.Policy.Document}}
	}
	return q
}

// checkImage refuses a request whose image the role may not pull.
func (w *worker) checkImage(ctx context.Context, text string) *awsproto.Error {
	refused, err := w.pull(ctx, stageImage, text)
	if err != nil {
		return internal()
	}
	if refused == "" {
		return nil
	}
	i, _ := parseImage(text)
	return noImage(i.repository, i.registry, w.role)
}
