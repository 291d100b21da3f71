"""A training job as anyone would write it: reads its input from S3, "trains" by
averaging a column, and writes the model back. It knows nothing of the lab.

    python3 train.py s3://BUCKET/INPUT.csv s3://BUCKET/MODEL.json
"""

import csv
import io
import json
import sys

import boto3


def split(uri):
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return {"Bucket": bucket, "Key": key}


def main(source, target):
    s3 = boto3.client("s3")
    body = s3.get_object(**split(source))["Body"].read().decode()
    rows = list(csv.reader(io.StringIO(body)))[1:]
    values = [float(row[-1]) for row in rows]
    model = {"mean": sum(values) / max(len(values), 1), "rows": len(values)}
    s3.put_object(Body=json.dumps(model), **split(target))
    print("model written to", target)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
