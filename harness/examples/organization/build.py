"""Builds an organization of two accounts with boto3: the management account keeps
data under a key, the member account trains on it. The training role is refused by
its boundary, which is then repaired.

    python3 build.py POLICIES

It knows of the lab only how a call arrives through a VPC endpoint.
"""

import os
import pathlib
import sys

import boto3
from botocore.exceptions import ClientError

policies = pathlib.Path(sys.argv[1])


def policy(name, member=""):
    return (policies / f"{name}.json").read_text().replace("MEMBER", member)


def as_role(session, member, role, name):
    arn = f"arn:aws:iam::{member}:role/{role}"
    c = session.client("sts").assume_role(RoleArn=arn, RoleSessionName=name)["Credentials"]
    return boto3.Session(c["AccessKeyId"], c["SecretAccessKey"], c["SessionToken"])


def organize(session):
    o = session.client("organizations")
    o.create_organization(FeatureSet="ALL")
    request = o.create_account(AccountName="training", Email="training@example.com")["CreateAccountStatus"]["Id"]
    status = o.describe_create_account_status(CreateAccountRequestId=request)["CreateAccountStatus"]
    member, root = status["AccountId"], o.list_roots()["Roots"][0]["Id"]
    unit = o.create_organizational_unit(ParentId=root, Name="Workloads")["OrganizationalUnit"]["Id"]
    o.move_account(AccountId=member, SourceParentId=root, DestinationParentId=unit)
    scp = o.create_policy(Type="SERVICE_CONTROL_POLICY", Name="KeepData", Description="Data stays", Content=policy("scp"))
    o.attach_policy(PolicyId=scp["Policy"]["PolicySummary"]["Id"], TargetId=unit)
    return member


def store(session):
    """Stores the data, in the management account."""
    kms, s3 = session.client("kms"), session.client("s3")
    key = kms.create_key(Description="data")["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/data", TargetKeyId=key)
    s3.create_bucket(Bucket="company-data")
    by_default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    s3.put_bucket_encryption(Bucket="company-data", ServerSideEncryptionConfiguration={
        "Rules": [{"ApplyServerSideEncryptionByDefault": by_default, "BucketKeyEnabled": False}]})
    s3.put_object(Bucket="company-data", Key="train.csv", Body=b"label,feature\n", ContentType="text/csv")
    return key


def train(session, member):
    """Makes the role and its network, in the member account."""
    iam, ec2 = session.client("iam"), session.client("ec2")
    boundary = iam.create_policy(PolicyName="TrainingBoundary", PolicyDocument=policy("boundary"))["Policy"]["Arn"]
    iam.create_role(RoleName="Trainer", AssumeRolePolicyDocument=policy("trust", member), PermissionsBoundary=boundary)
    iam.put_role_policy(RoleName="Trainer", PolicyName="Input", PolicyDocument=policy("role"))
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    endpoint = ec2.create_vpc_endpoint(
        VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3", PolicyDocument=policy("endpoint"))
    return boundary, endpoint["VpcEndpoint"]["VpcEndpointId"]


def share(session, member, key):
    """Lets the member account's role use the data."""
    session.client("s3").put_bucket_policy(Bucket="company-data", Policy=policy("bucket", member))
    session.client("kms").create_grant(
        KeyId=key, GranteePrincipal=f"arn:aws:iam::{member}:role/Trainer", Operations=["Decrypt"])


def read_input(session, endpoint):
    through = f"{os.environ['AWS_ENDPOINT_URL']}/_denylab/vpce/{endpoint}"
    return session.client("s3", endpoint_url=through).get_object(Bucket="company-data", Key="train.csv")["Body"].read()


def main():
    management = boto3.Session()
    member = organize(management)
    key = store(management)
    admin = as_role(management, member, "OrganizationAccountAccessRole", "build")
    boundary, endpoint = train(admin, member)
    share(management, member, key)
    trainer = as_role(admin, member, "Trainer", "train")
    try:
        read_input(trainer, endpoint)
        sys.exit("the boundary refused nothing")
    except ClientError as e:
        print("refused:", e.response["Error"]["Message"])
    admin.client("iam").create_policy_version(
        PolicyArn=boundary, PolicyDocument=policy("boundary-cured"), SetAsDefault=True)
    print("read:", read_input(trainer, endpoint).decode().rstrip())


main()
