package main

import (
	"bytes"
	"strings"
)

// The letters that the grammar tells apart, bar '@', which needs 32 digits to follow.
const (
	alphabet  = "aA5._-/:"
	maxLength = 5
)

// enumeration judges every string of up to maxLength letters. Strings of one length count up like
// numbers whose digits are the letters, and each outcome is one character:
//
//	o  accepted
//	x  invalid reference format
//	U  invalid reference format: repository name (…) must be lowercase
//	u  repository name must be lowercase
//
// Accepted ones are also listed in their normalised form, in the same order.
func enumeration() []byte {
	var outcomes, accepted []string
	for n := 1; n <= maxLength; n++ {
		var said strings.Builder
		var names []string
		count(n, func(text string) {
			v := outcome(text)
			said.WriteByte(letterOf(v.Error))
			if v.Error == "" {
				names = append(names, v.String)
			}
		})
		outcomes = append(outcomes, said.String())
		accepted = append(accepted, strings.Join(names, " "))
	}
	var out bytes.Buffer
	out.WriteString("{\n\"alphabet\": ")
	out.Write(line(alphabet))
	out.WriteString(",\n\"outcomes\": ")
	out.Write(bytes.TrimRight(list(outcomes), "\n"))
	out.WriteString(",\n\"accepted\": ")
	out.Write(bytes.TrimRight(list(accepted), "\n"))
	out.WriteString("\n}\n")
	return out.Bytes()
}

func count(n int, visit func(string)) {
	digits := make([]int, n)
	for {
		text := make([]byte, n)
		for i, d := range digits {
			text[i] = alphabet[d]
		}
		visit(string(text))
		i := n - 1
		for ; i >= 0 && digits[i] == len(alphabet)-1; i-- {
			digits[i] = 0
		}
		if i < 0 {
			return
		}
		digits[i]++
	}
}

func letterOf(err string) byte {
	switch {
	case err == "":
		return 'o'
	case err == "invalid reference format":
		return 'x'
	case strings.HasPrefix(err, "invalid reference format: repository name"):
		return 'U'
	case err == "repository name must be lowercase":
		return 'u'
	}
	return '?'
}
