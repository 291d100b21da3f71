// Command job-go is a training job as anyone would write it: it reads its
// input from S3, "trains" by averaging a column, and writes the model back.
// It knows nothing of the lab.
//
//	job-go s3://BUCKET/INPUT.csv s3://BUCKET/MODEL.json
package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: job-go s3://BUCKET/INPUT.csv s3://BUCKET/MODEL.json")
		os.Exit(2)
	}
	if err := job(context.Background(), os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "job failed:", err)
		os.Exit(1)
	}
}

func job(ctx context.Context, input, output string) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	client := s3.NewFromConfig(cfg)
	rows, err := read(ctx, client, input)
	if err != nil {
		return fmt.Errorf("reading the input: %w", err)
	}
	model, err := train(rows)
	if err != nil {
		return err
	}
	bucket, key := split(output)
	_, err = client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String(key), Body: bytes.NewReader(model)})
	if err != nil {
		return fmt.Errorf("writing the model: %w", err)
	}
	fmt.Println("model written to", output)
	return nil
}

func read(ctx context.Context, client *s3.Client, uri string) ([][]string, error) {
	bucket, key := split(uri)
	got, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
	if err != nil {
		return nil, err
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	if err != nil {
		return nil, err
	}
	return csv.NewReader(bytes.NewReader(body)).ReadAll()
}

func train(rows [][]string) ([]byte, error) {
	sum, n := 0.0, 0
	for _, row := range rows[min(1, len(rows)):] {
		x, err := strconv.ParseFloat(row[len(row)-1], 64)
		if err != nil {
			return nil, fmt.Errorf("training on %q: %w", row, err)
		}
		sum, n = sum+x, n+1
	}
	return json.Marshal(map[string]float64{"mean": sum / float64(max(n, 1)), "rows": float64(n)})
}

func split(uri string) (bucket, key string) {
	bucket, key, _ = strings.Cut(strings.TrimPrefix(uri, "s3://"), "/")
	return bucket, key
}
