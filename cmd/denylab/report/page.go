package report

import (
	"fmt"
	"html"
	"strings"
)

// A page is HTML being written. It is well-formed XML, too.
type page struct{ strings.Builder }

// add writes format, which is markup, with args, which are text: whatever they
// are, they are escaped.
func (p *page) add(format string, args ...any) {
	for i, a := range args {
		args[i] = html.EscapeString(strings.Map(printable, strings.ToValidUTF8(fmt.Sprint(a), "\ufffd")))
	}
	fmt.Fprintf(p, format, args...)
}

// open begins a page; root is the way to the folder of the index.
func (p *page) open(title, root string) {
	p.add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
	p.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n")
	p.add("<title>%v</title>\n<link rel=\"stylesheet\" href=\"%vstyle.css\"/>\n</head>\n<body>\n", title, root)
}

func (p *page) close() string {
	p.add("</body>\n</html>\n")
	return p.String()
}

// fact writes a row of a table of names and values, if there is a value.
func (p *page) fact(name string, value any) {
	if text := fmt.Sprint(value); text != "" {
		p.add("<tr><th>%v</th><td>%v</td></tr>\n", name, text)
	}
}

// link writes a link to a page of the web; another text stays text.
func (p *page) link(address string) {
	if strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
		p.add("<a href=\"%v\" rel=\"noreferrer\">%v</a>", address, address)
		return
	}
	p.add("%v", address)
}

// list writes lines, if there are any.
func (p *page) list(class string, lines []string) {
	if len(lines) == 0 {
		return
	}
	p.add("<ul class=\"%v\">\n", class)
	for _, l := range lines {
		p.add("<li>%v</li>\n", l)
	}
	p.add("</ul>\n")
}
