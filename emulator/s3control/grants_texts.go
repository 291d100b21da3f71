package s3control

import "github.com/denylab/denylab/emulator/awsproto"

// The errors of S3 Access Grants
// (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#S3AccessGrantsErrorCodeList).

func noInstance() *awsproto.Error {
	return failure(404, "AccessGrantsInstanceNotExistsError", "Access Grants Instance does not exist")
}

func noGrantsPolicy() *awsproto.Error {
	return failure(404, "AccessGrantsInstanceResourcePolicyNotExists", "Access Grants Instance Resource Policy does not exist")
}

func noLocation() *awsproto.Error {
	return failure(404, "NoSuchAccessGrantsLocationError", "The specified access grants location does not exist")
}

func noGrant() *awsproto.Error {
	return failure(404, "NoSuchAccessGrantError", "The specified access grant does not exist")
}

func instanceExists() *awsproto.Error {
	return failure(409, "AccessGrantsInstanceAlreadyExists", "Access Grants Instance already exists")
}

func locationExists() *awsproto.Error {
	return failure(409, "AccessGrantsLocationAlreadyExistsError", "The specified access grants location already exists")
}

func grantExists() *awsproto.Error {
	return failure(409, "AccessGrantAlreadyExists", "The specified access grant already exists")
}

func instanceNotEmpty() *awsproto.Error {
	return failure(400, "AccessGrantsInstanceNotEmptyError", "Please clean up locations before deleting the access grants instance")
}

func locationNotEmpty() *awsproto.Error {
	return failure(400, "AccessGrantsLocationNotEmptyError", "Please clean up access grants before deleting access grants location")
}

func invalidGrant() *awsproto.Error {
	return failure(400, "InvalidAccessGrant", "The specified Access Grant is invalid")
}

func invalidLocation() *awsproto.Error {
	return failure(400, "InvalidAccessGrantsLocation", "The specified Access Grants Location is invalid")
}

func invalidRole() *awsproto.Error {
	return failure(400, "InvalidIamRole", "The specified IAM Role is invalid")
}

func notAssumable(role string) *awsproto.Error {
	return failure(403, "StsNotAuthorizedError", "User: "+grantsService+" is not authorized to perform: sts:AssumeRole on resource: "+role)
}

func policyTooLarge() *awsproto.Error {
	return failure(400, "StsPackedPolicyTooLargeError", "Serialized token too large for session")
}

// Texts that no page and no recording confirms. UNVERIFIED, every one of them.

// invalidIdentityCenter: the page has the code alone.
func invalidIdentityCenter() *awsproto.Error {
	return failure(400, "InvalidIdentityCenterInstance", "The specified Identity Center Instance is invalid")
}

func longerThanRole() *awsproto.Error {
	return failure(400, "StsValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
}

func invalidTarget(target string) *awsproto.Error {
	return failure(400, "InvalidRequest", "The target "+target+" is not valid; it is an S3 URI such as s3://bucket/prefix*")
}

func invalidValue(name, value string) *awsproto.Error {
	return failure(400, "InvalidRequest", "The value "+value+" of "+name+" is not valid")
}
