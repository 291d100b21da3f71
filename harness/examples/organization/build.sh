#!/usr/bin/env bash
# Builds an organization of two accounts with the AWS CLI: the management account
# keeps data under a key, the member account trains on it. The training role is
# refused by its boundary, which is then repaired.
#
#     build.sh POLICIES
#
# It knows of the lab only how a call arrives through a VPC endpoint.
set -euo pipefail
policies=$1

text() { # what --query finds, as text
	aws "$@" --output text
}

policy() { # a document about the member account
	sed "s/MEMBER/$member/" "$policies/$1.json"
}

as_role() { # ROLE SESSION COMMAND...: a command as a role of the member account
	local key secret token
	read -r key secret token < <(text sts assume-role --role-arn "arn:aws:iam::$member:role/$1" \
		--role-session-name "$2" --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]')
	shift 2
	AWS_ACCESS_KEY_ID=$key AWS_SECRET_ACCESS_KEY=$secret AWS_SESSION_TOKEN=$token "$@"
}

organize() {
	aws organizations create-organization --feature-set ALL >/dev/null
	text organizations create-account --account-name training --email training@example.com --query CreateAccountStatus.Id >"$scratch"
	member=$(text organizations describe-create-account-status --create-account-request-id "$(<"$scratch")" --query CreateAccountStatus.AccountId)
	root=$(text organizations list-roots --query 'Roots[0].Id')
	unit=$(text organizations create-organizational-unit --parent-id "$root" --name Workloads --query OrganizationalUnit.Id)
	aws organizations move-account --account-id "$member" --source-parent-id "$root" --destination-parent-id "$unit"
	scp=$(text organizations create-policy --type SERVICE_CONTROL_POLICY --name KeepData --description "Data stays" \
		--content "$(policy scp)" --query Policy.PolicySummary.Id)
	aws organizations attach-policy --policy-id "$scp" --target-id "$unit"
}

store() { # the data, in the management account
	key=$(text kms create-key --description data --query KeyMetadata.KeyId)
	aws kms create-alias --alias-name alias/data --target-key-id "$key"
	aws s3api create-bucket --bucket company-data >/dev/null
	aws s3api put-bucket-encryption --bucket company-data --server-side-encryption-configuration \
		"{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"aws:kms\",\"KMSMasterKeyID\":\"$key\"},\"BucketKeyEnabled\":false}]}"
	printf 'label,feature\n' >"$scratch"
	aws s3api put-object --bucket company-data --key train.csv --body "$scratch" --content-type text/csv >/dev/null
}

train() { # the role and its network, in the member account
	aws iam create-policy --policy-name TrainingBoundary --policy-document "$(policy boundary)" >/dev/null
	aws iam create-role --role-name Trainer --assume-role-policy-document "$(policy trust)" \
		--permissions-boundary "arn:aws:iam::$member:policy/TrainingBoundary" >/dev/null
	aws iam put-role-policy --role-name Trainer --policy-name Input --policy-document "$(policy role)"
	local vpc
	vpc=$(text ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId)
	text ec2 create-vpc-endpoint --vpc-id "$vpc" --service-name com.amazonaws.us-east-1.s3 \
		--policy-document "$(policy endpoint)" --query VpcEndpoint.VpcEndpointId >"$scratch"
}

share() { # what the member account's role may do with the data
	aws s3api put-bucket-policy --bucket company-data --policy "$(policy bucket)"
	aws kms create-grant --key-id "$key" --grantee-principal "arn:aws:iam::$member:role/Trainer" --operations Decrypt >/dev/null
}

read_input() { # through the endpoint
	as_role OrganizationAccountAccessRole build as_role Trainer train \
		aws s3api get-object --endpoint-url "$AWS_ENDPOINT_URL/_denylab/vpce/$endpoint" \
		--bucket company-data --key train.csv "$scratch"
}

cure() {
	aws iam create-policy-version --policy-arn "arn:aws:iam::$member:policy/TrainingBoundary" \
		--policy-document "$(policy boundary-cured)" --set-as-default >/dev/null
}

scratch=$(mktemp)
trap 'rm -f "$scratch"' EXIT
organize
store
as_role OrganizationAccountAccessRole build train
endpoint=$(<"$scratch")
share
if refusal=$(read_input 2>&1 >/dev/null); then
	echo "the boundary refused nothing" >&2
	exit 1
fi
echo "refused: ${refusal#*GetObject operation: }"
as_role OrganizationAccountAccessRole build cure
read_input >/dev/null
echo "read: $(<"$scratch")"
