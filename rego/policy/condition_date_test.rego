package denylab.condition_date_test

import data.denylab.condition

holds(c, v) := h if {
	fails := condition.fails({"condition": [object.union({"family": "date", "name": "k", "mode": "one"}, c)]}) with input.context as {"k": v}
	h := fails == false
}

test_forms if {
	condition.date("1970") == [0, ""]
	condition.date("1970-02") == [2678400, ""]
	condition.date("1970-01-02") == [86400, ""]
	condition.date("1970-01-01T00:01Z") == [60, ""]
	condition.date("2024-05-01T10:00:00Z") == [1714557600, ""]
	condition.date("2024-05-01T12:00:00.120+02:00") == [1714557600, "12"]
	condition.date("1714557600") == [1714557600, ""]
	condition.date("1714557600.50") == [1714557600, "5"]
}

test_every_year if {
	condition.date("0000-01-01") == [-62167219200, ""]
	condition.date("1600-02-29") == [-11670998400, ""]
	condition.date("2262-04-12") == [9223372800, ""]
	condition.date("9999-12-31T23:59:59Z") == [253402300799, ""]
}

test_other_texts_are_no_dates if {
	every v in ["", "soon", "-1", "007", "2024-5-1", "2024-13", "2023-02-29", "2024-05-01T10:00", "2024-05-01T25:00Z"] {
		[date | date := condition.date(v)] == []
	}
}

test_instants_compare_in_time if {
	noon := {"dates": [[1714564800, "5"]]}
	holds(object.union(noon, {"compare": "eq"}), "2024-05-01T12:00:00.50Z") == true
	holds(object.union(noon, {"compare": "lt"}), "2024-05-01T12:00:00.49Z") == true
	holds(object.union(noon, {"compare": "gt"}), "2024-05-01T12:00:00.49Z") == false
	holds(object.union(noon, {"compare": "gt"}), "1714564801") == true
}

test_not_equal if {
	new_year := {"compare": "eq", "dates": [[1704067200, ""]], "mode": "none"}
	holds(new_year, "2024") == false
	holds(new_year, "2023") == true
	holds(new_year, "soon") == false
	holds(new_year, "-1") == false
	holds(new_year, "10.0.0.1") == false
}
