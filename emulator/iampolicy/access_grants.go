package iampolicy

// AccessGrants is the resource policy of the S3 Access Grants instance
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutAccessGrantsInstanceResourcePolicy.html).
var AccessGrants = Kind{name: "access grants instance policy", family: grantsFamily, limit: 350000}

const grantsSyntax = "The specified Resource Policy is invalid"
