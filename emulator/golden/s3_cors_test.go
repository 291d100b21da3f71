package golden_test

func cors(method string) step {
	return s3("PUT /data?cors").with("<CORSConfiguration><CORSRule><AllowedOrigin>https://a.example</AllowedOrigin><AllowedMethod>" + method + "</AllowedMethod></CORSRule></CORSConfiguration>").summed()
}

// preflight is what a browser asks before it sends a request.
func preflight(bucket string, header ...string) step {
	return s3("OPTIONS /"+bucket+"/k", header...).by("")
}

var s3CORS = []provocation{
	refused("NoSuchCORSConfiguration", "The CORS configuration does not exist", s3("GET /data?cors")),
	refused("InvalidRequest", "Found unsupported HTTP method in CORS config. Unsupported method is MYMETHOD", cors("MYMETHOD")),
	refused("BadRequest", "Insufficient information. Origin request header needed.", preflight("data")),
	refused("AccessForbidden", "CORSResponse: CORS is not enabled for this bucket.", preflight("data", "Origin: https://a.example", "Access-Control-Request-Method: PUT")),
	refused("AccessForbidden", "CORSResponse: Bucket not found", preflight("nowhere", "Origin: https://a.example", "Access-Control-Request-Method: PUT")),
	refused("AccessForbidden", "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
		cors("GET"), preflight("data", "Origin: https://b.example", "Access-Control-Request-Method: GET")),
}
