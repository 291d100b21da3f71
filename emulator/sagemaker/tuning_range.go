package sagemaker

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A dimension is one hyperparameter that is tuned.
type dimension struct {
	name string
	// at is the value at a part of the range, 0 ≤ part < 1.
	at func(part float64) string
	// values are those of a category.
	values []string
}

// dimensions are the hyperparameters that ranges tune, sorted by name
// (https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-define-ranges.html).
func dimensions(r *types.ParameterRanges) ([]dimension, *awsproto.Error) {
	if r == nil {
		return nil, nil
	}
	var out []dimension
	for _, c := range r.CategoricalParameterRanges {
		out = append(out, category(aws.ToString(c.Name), c.Values))
	}
	for _, i := range r.IntegerParameterRanges {
		d, err := integers(aws.ToString(i.Name), aws.ToString(i.MinValue), aws.ToString(i.MaxValue), i.ScalingType)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	for _, c := range r.ContinuousParameterRanges {
		d, err := numbers(aws.ToString(c.Name), aws.ToString(c.MinValue), aws.ToString(c.MaxValue), c.ScalingType)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b dimension) int { return strings.Compare(a.name, b.name) })
	return out, nil
}

func category(name string, values []string) dimension {
	return dimension{name: name, values: values, at: func(part float64) string {
		return values[min(int(part*float64(len(values))), len(values)-1)]
	}}
}

func integers(name, least, most string, scale types.HyperParameterScalingType) (dimension, *awsproto.Error) {
	low, badLow := strconv.ParseInt(least, 10, 64)
	high, badHigh := strconv.ParseInt(most, 10, 64)
	if badLow != nil || badHigh != nil || low > high || !scalable(float64(low), float64(high), scale) {
		return dimension{}, badRange("integer", name, least, most)
	}
	return dimension{name: name, at: func(part float64) string {
		x := math.Floor(scaled(float64(low), float64(high)+1, part, scale))
		switch {
		case x <= float64(low):
			return strconv.FormatInt(low, 10)
		case x >= float64(high):
			return strconv.FormatInt(high, 10)
		}
		return strconv.FormatInt(int64(x), 10)
	}}, nil
}

func numbers(name, least, most string, scale types.HyperParameterScalingType) (dimension, *awsproto.Error) {
	low, badLow := strconv.ParseFloat(least, 64)
	high, badHigh := strconv.ParseFloat(most, 64)
	if badLow != nil || badHigh != nil || !(low <= high) || math.IsInf(high-low, 0) || !scalable(low, high, scale) {
		return dimension{}, badRange("continuous", name, least, most)
	}
	return dimension{name: name, at: func(part float64) string {
		return strconv.FormatFloat(min(max(scaled(low, high, part, scale), low), high), 'g', -1, 64)
	}}, nil
}

// scalable: a logarithm needs positive numbers, and the reverse one numbers
// below 1.
func scalable(low, high float64, scale types.HyperParameterScalingType) bool {
	switch scale {
	case types.HyperParameterScalingTypeLogarithmic:
		return low > 0
	case types.HyperParameterScalingTypeReverseLogarithmic:
		return low >= 0 && high < 1
	}
	return true
}

// scaled is the number at a part of a range. How SageMaker resolves the scale
// Auto is not documented: here it is Linear.
func scaled(low, high, part float64, scale types.HyperParameterScalingType) float64 {
	switch scale {
	case types.HyperParameterScalingTypeLogarithmic:
		return math.Exp(math.Log(low) + part*(math.Log(high)-math.Log(low)))
	case types.HyperParameterScalingTypeReverseLogarithmic:
		return 1 - math.Exp(math.Log1p(-low)+part*(math.Log1p(-high)-math.Log1p(-low)))
	}
	return low + part*(high-low)
}

// draw chooses a value of each dimension.
func draw(all []dimension, random *rand.Rand) map[string]string {
	out := map[string]string{}
	for _, d := range all {
		out[d.name] = d.at(random.Float64())
	}
	return out
}

// maxGrid is the most combinations that are counted.
const maxGrid = 1 << 20

// combinations is how many there are of categories, at most maxGrid.
func combinations(all []dimension) int {
	n := 1
	for _, d := range all {
		n = min(n*max(len(d.values), 1), maxGrid)
	}
	return n
}

// combination is the nth of all combinations of categories; the last name
// changes fastest.
func combination(all []dimension, n int) map[string]string {
	out := map[string]string{}
	for _, d := range slices.Backward(all) {
		out[d.name] = d.values[n%len(d.values)]
		n /= len(d.values)
	}
	return out
}
