package golden_test

import "strings"

const (
	vendor  = "arn:aws:iam::" + owner + ":role/Job"
	askerOf = "arn:aws:iam::" + owner + ":user/alice"
)

var (
	newInstance = control("POST /accessgrantsinstance").with("<CreateAccessGrantsInstanceRequest/>")
	newLocation = location("s3://", vendor)
	newGrant    = grant("READ", "data/*")
	asking      = control("GET /accessgrantsinstance/dataaccess?permission=READWRITE&target=s3%3A%2F%2Fdata%2Ftrain*")
)

var accessGrants = []provocation{
	refused("AccessDenied", "You do not have READWRITE permissions to the requested S3 Prefix: s3://<b>/<p>*", newInstance, asking).where("b", "data", "p", "train"),
	refused("StsNotAuthorizedError", "User: access-grants.s3.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: <role arn>",
		newInstance, newLocation, grant("READWRITE", "data/*"), asking).where("role arn", vendor),
	refused("AccessGrantAlreadyExists", "The specified access grant already exists", newInstance, newLocation, newGrant, newGrant),
	refused("AccessGrantsInstanceAlreadyExists", "Access Grants Instance already exists", newInstance, newInstance),
	refused("AccessGrantsInstanceNotEmptyError", "Please clean up locations before deleting the access grants instance", newInstance, newLocation, control("DELETE /accessgrantsinstance")),
	refused("AccessGrantsInstanceNotExistsError", "Access Grants Instance does not exist", control("GET /accessgrantsinstance")),
	refused("AccessGrantsInstanceResourcePolicyNotExists", "Access Grants Instance Resource Policy does not exist", newInstance, control("GET /accessgrantsinstance/resourcepolicy")),
	refused("AccessGrantsLocationAlreadyExistsError", "The specified access grants location already exists", newInstance, newLocation, newLocation),
	refused("AccessGrantsLocationNotEmptyError", "Please clean up access grants before deleting access grants location", newInstance, newLocation, newGrant, control("DELETE /accessgrantsinstance/location/default")),
	refused("InvalidAccessGrant", "The specified Access Grant is invalid", newInstance, newLocation, grant("READ", "nowhere/*")),
	refused("InvalidAccessGrantsLocation", "The specified Access Grants Location is invalid", newInstance, location("s3://nowhere", vendor)),
	refused("InvalidIamRole", "The specified IAM Role is invalid", newInstance, location("s3://", vendor+"less")),
	refused("InvalidResourcePolicy", "The specified Resource Policy is invalid", newInstance,
		control("PUT /accessgrantsinstance/resourcepolicy").with("<PutAccessGrantsInstanceResourcePolicyRequest><Policy>{}</Policy></PutAccessGrantsInstanceResourcePolicyRequest>")),
	refused("NoSuchAccessGrantError", "The specified access grant does not exist", newInstance, control("GET /accessgrantsinstance/grant/none")),
	refused("NoSuchAccessGrantsLocationError", "The specified access grants location does not exist", newInstance, control("GET /accessgrantsinstance/location/none")),
	refused("StsPackedPolicyTooLargeError", "Serialized token too large for session", newInstance, location("s3://", "arn:aws:iam::"+owner+":role/Vendor"), grant("READ", "data/*"),
		control("GET /accessgrantsinstance/dataaccess?permission=READ&privilege=Minimal&target=s3%3A%2F%2Fdata%2F"+strings.Repeat("a", 1000)+"*")),
}

func location(scope, role string) step {
	return control("POST /accessgrantsinstance/location").with("<CreateAccessGrantsLocationRequest><LocationScope>" + scope + "</LocationScope><IAMRoleArn>" + role + "</IAMRoleArn></CreateAccessGrantsLocationRequest>")
}

func grant(permission, sub string) step {
	return control("POST /accessgrantsinstance/grant").with("<CreateAccessGrantRequest><AccessGrantsLocationId>default</AccessGrantsLocationId>" +
		"<AccessGrantsLocationConfiguration><S3SubPrefix>" + sub + "</S3SubPrefix></AccessGrantsLocationConfiguration>" +
		"<Grantee><GranteeType>IAM</GranteeType><GranteeIdentifier>" + askerOf + "</GranteeIdentifier></Grantee>" +
		"<Permission>" + permission + "</Permission></CreateAccessGrantRequest>")
}
