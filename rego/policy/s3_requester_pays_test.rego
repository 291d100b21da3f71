package denylab.s3_requester_pays_test

import data.denylab.fixture
import data.denylab.s3_requester_pays as payer

verdict(caller, s3) := v if {
	v := payer.verdict with input as fixture.call({"caller": caller, "s3": fixture.s3(s3)})
}

requester := {"payer": "Requester"}

confirmed := {"payer": "Requester", "payer_confirmed": true}

test_the_owner_pays if {
	verdict(fixture.partner, {}) == "notApplicable"
	verdict({}, {}) == "notApplicable"
	verdict(fixture.partner, {"payer_confirmed": true}) == "notApplicable"
	payer.verdict == "notApplicable" with input as fixture.get_object
	payer.findings == [] with input as fixture.get_object
}

test_the_owners_account_is_exempt if verdict({}, requester) == "allowed"

test_others_confirm if {
	verdict(fixture.partner, requester) == "explicitDeny"
	verdict(fixture.partner, confirmed) == "allowed"
	verdict(fixture.a_service, requester) == "explicitDeny"
	payer.findings == [{
		"layer": "s3_requester_pays",
		"verdict": "explicitDeny",
		"index": -1,
		"setting": "RequesterPays",
	}] with input as fixture.call({"caller": fixture.partner, "s3": fixture.s3(requester)})
}

test_nobody_pays_anonymously if verdict(fixture.nobody, confirmed) == "explicitDeny"
