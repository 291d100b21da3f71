# Requester Pays: whoever is outside the bucket's account must say in the
# request that it pays, whatever the policies allow; nobody pays anonymously
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html).
package denylab.s3_requester_pays

import data.denylab.call
import data.denylab.layer

default verdict := "notApplicable"

verdict := "allowed" if {
	asked
	pays
} else := "explicitDeny" if {
	asked
}

asked if input.s3.payer == "Requester"

pays if {
	call.signed
	input.caller.account == input.s3.bucket_owner
}

pays if {
	input.caller.kind != "anonymous"
	input.s3.payer_confirmed
}

findings := [layer.of_setting("s3_requester_pays", verdict, "RequesterPays")] if asked

else := []
