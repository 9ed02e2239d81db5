// Command vectors asks the Go packages that the kubelet, containerd and CRI-O are built from how they
// read image references and match platforms, and writes their answers as JSON for the tests.
package main

import (
	"bytes"
	"encoding/json"
	"log"
	"os"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "-read" {
		readLines(os.Stdin, os.Stdout)
		return
	}
	write("image-references.json", list(referenceVectors()))
	write("image-reference-enumeration.json", enumeration())
	write("platforms.json", platformVectors())
}

func write(name string, content []byte) {
	if err := os.WriteFile(name, content, 0o644); err != nil {
		log.Fatal(err)
	}
}

// list prints a JSON array with one element a line, so that a change of one vector is a diff of one line.
func list[T any](elements []T) []byte {
	var out bytes.Buffer
	out.WriteString("[")
	for i, element := range elements {
		if i > 0 {
			out.WriteString(",")
		}
		out.WriteString("\n  ")
		out.Write(line(element))
	}
	out.WriteString("\n]\n")
	return out.Bytes()
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
