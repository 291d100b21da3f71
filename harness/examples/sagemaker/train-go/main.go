// Command train-go is train.py in Go, for a container image that has nothing
// else in it: it reads its channel, "trains" by averaging a column, notes the
// result in a bucket of experiments and leaves the model to SageMaker. It knows
// nothing of the lab.
package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	if err := train(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "training failed:", err)
		failure := filepath.Join(os.Getenv("SM_OUTPUT_DIR"), "failure")
		if err := os.WriteFile(failure, []byte(err.Error()), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
}

func train(ctx context.Context) error {
	values, err := column(os.Getenv("SM_CHANNEL_TRAIN"))
	if err != nil {
		return err
	}
	fmt.Println("trained on", len(values), "rows")
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	model, err := json.Marshal(map[string]any{"mean": sum / float64(max(len(values), 1)), "rows": len(values)})
	if err != nil {
		return err
	}
	if err := note(ctx, model); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(os.Getenv("SM_MODEL_DIR"), "model.json"), model, 0o644)
}

// column is the last column of all CSV files of a channel.
func column(dir string) ([]float64, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil {
		return nil, err
	}
	var values []float64
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil || len(rows) == 0 {
			return nil, fmt.Errorf("%s has no header: %w", file, err)
		}
		for _, row := range rows[1:] {
			v, err := strconv.ParseFloat(row[len(row)-1], 64)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			values = append(values, v)
		}
	}
	return values, nil
}

func note(ctx context.Context, model []byte) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	_, err = s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true }).PutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String("experiments"), Key: aws.String(os.Getenv("TRAINING_JOB_NAME") + ".json"), Body: bytes.NewReader(model),
	})
	return err
}
