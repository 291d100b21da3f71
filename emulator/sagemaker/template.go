package sagemaker

import (
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// renderUITemplate is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RenderUiTemplate.html.
// Of the template language only the insertion of the task's input is known; the
// rest is left as it is. The lab has no human task UIs.
func (r *request) renderUITemplate(in *sdk.RenderUiTemplateInput) (*sdk.RenderUiTemplateOutput, *awsproto.Error) {
	if err := r.allowedAnywhere(); err != nil {
		return nil, err
	}
	role := aws.ToString(in.RoleArn)
	if err := r.passRole(role, ""); err != nil {
		return nil, err
	}
	if err := r.trusted("human-task-ui", "preview", notAssumable, role); err != nil {
		return nil, err
	}
	switch {
	case in.HumanTaskUiArn != nil:
		return nil, notFound()
	case in.UiTemplate == nil:
		return nil, oneTemplate()
	}
	text, errors := render(aws.ToString(in.UiTemplate.Content), in.Task)
	return &sdk.RenderUiTemplateOutput{RenderedContent: &text, Errors: errors}, nil
}

var insertion = regexp.MustCompile(`\{\{\s*task\.input\.([A-Za-z0-9_-]+)[^}]*\}\}`)

// render puts the members of the task's input, a JSON object, where the
// template names them.
func render(template string, task *types.RenderableTask) (string, []types.RenderingError) {
	errors := []types.RenderingError{}
	var input map[string]any
	if task != nil {
		if err := json.Unmarshal([]byte(aws.ToString(task.Input)), &input); err != nil {
			errors = append(errors, types.RenderingError{Code: aws.String("InvalidInput"), Message: aws.String("Task.Input: " + err.Error())})
			return "", errors
		}
	}
	return insertion.ReplaceAllStringFunc(template, func(found string) string {
		value, ok := input[insertion.FindStringSubmatch(found)[1]]
		if !ok {
			return ""
		}
		return fmt.Sprint(value)
	}), errors
}
