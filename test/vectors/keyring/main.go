// Command keyring asks the Go packages inside the kubelet which credentials of pull secrets it would try for an
// image, and writes their answers as JSON for the tests.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

func main() {
	// The packages log each key that they ignore.
	klog.SetLogger(logr.Discard())
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\n\"matches\": %s,\n\"provider\": %s,\n\"globs\": %s,\n", secretMatches(), providerMatches(), globMatches())
	fmt.Fprintf(&out, "\"contents\": %s,\n", list(contents()))
	fmt.Fprintf(&out, "\"lookups\": %s\n}\n", list(append(writtenLookups(), generatedLookups()...)))
	if err := os.WriteFile("../keyring.json", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}

// list prints a JSON array with one element a line, so that a change of one vector is a diff of one line.
func list[T any](elements []T) string {
	var out bytes.Buffer
	out.WriteString("[")
	for i, element := range elements {
		if i > 0 {
			out.WriteString(",")
		}
		out.WriteString("\n  ")
		out.Write(line(element))
	}
	out.WriteString("\n]")
	return out.String()
}

func line(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		log.Fatal(err)
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
