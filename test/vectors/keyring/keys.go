package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	v1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/credentialprovider"
	"k8s.io/kubernetes/pkg/credentialprovider/secrets"
	"k8s.io/kubernetes/pkg/util/parsers"
)

// Row is one line of a square of answers: a character for each column, `1` for a match, `0` for none and `!` for
// an error.
type Row struct {
	Row     string `json:"row"`
	Answers string `json:"answers"`
}

// table prints a square of answers.
func table(rows, columns []string, answer func(row, column string) byte) string {
	var made []Row
	for _, row := range rows {
		var answers strings.Builder
		for _, column := range columns {
			answers.WriteByte(answer(row, column))
		}
		made = append(made, Row{row, answers.String()})
	}
	return fmt.Sprintf("{\"columns\": %s, \"rows\": %s}", list(columns), list(made))
}

func bit(matched bool, err error) byte {
	switch {
	case err != nil:
		return '!'
	case matched:
		return '1'
	default:
		return '0'
	}
}

var images = []string{
	"nginx", "library/nginx:1.27", "acme/tool:2", "docker.io/acme/tool", "index.docker.io/acme/tool",
	"registry-1.docker.io/library/nginx", "hub.docker.com/r/acme/tool",
	"registry.example.com/app:1", "registry.example.com/team/app:1", "registry.example.com/team/app@sha256:" + digest,
	"registry.example.com/team-two/app", "registry.example.com/team", "registry.example.com/v1/app", "registry.example.com/v2/app",
	"registry.example.com:5000/team/app", "registry.example.com:443/team/app", "registry.example.com:05000/app",
	"a.registry.example.com/app", "Registry.example.com/app", "example.com/app", "localhost/app", "localhost:5000/app",
	"myregistry:5000/app", "Myregistry/app", "my_reg.io/app", "10.0.0.1/app", "10.0.0.1:5000/app",
	"[fd00::1]/app", "[fd00::1]:5000/app", "[::::]/app", "shop.azurecr.io/app", "a.shop.azurecr.io/app",
	"123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web", "eu.gcr.io/project/app", "gcr.io/project/app",
	"europe-docker.pkg.dev/project/repo/app", "ghcr.io/acme/app", "reg0.example.com/app", "reg7.example.com/app",
}

const digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

var keys = []string{
	"", "/", "//", "https://", "http://", "https:///", ":", ":5000", "@", "#", "?", "*", "**", "*.*", "*.*.*", "*:5000",
	"docker.io", "https://docker.io", "docker.io/", "docker.io/v1/", "docker.io/acme", "docker.io/library", "index.docker.io",
	"index.docker.io/", "https://index.docker.io", "https://index.docker.io/v1/", "https://index.docker.io/v1", "https://index.docker.io/v2/",
	"http://index.docker.io/v1/", "index.docker.io/v1/", "index.docker.io/v1/acme", "index.docker.io/acme", "INDEX.docker.io/v1/",
	"https://index.docker.io/v0/", "https://index.docker.io//", "https://index.docker.io/v1//", "https://index.docker.io:443/v1/",
	"registry-1.docker.io", "hub.docker.com", "auth.docker.io", "registry.hub.docker.com", "*.docker.io", "*.io",
	"registry.example.com", "Registry.example.com", "REGISTRY.EXAMPLE.COM", "https://registry.example.com", "HTTPS://registry.example.com",
	"http://registry.example.com/", "https://registry.example.com/v1/", "https://registry.example.com/v2/", "https://registry.example.com/v2",
	"registry.example.com/v2/team", "registry.example.com/v2/team/", "registry.example.com/v1/app", "registry.example.com/v2/v2/",
	"registry.example.com/team", "registry.example.com/team/", "registry.example.com/team/app", "registry.example.com/team/app:1",
	"registry.example.com/team/app@sha256:" + digest, "registry.example.com/tea", "registry.example.com/*", "registry.example.com/team/*",
	"registry.example.com//team", "registry.example.com/./team", "registry.example.com/Team", "registry.example.com/other",
	"registry.example.com:", "registry.example.com:/team", "registry.example.com:5000", "registry.example.com:443", "registry.example.com:05000",
	"https://registry.example.com:5000/v2/", "registry.example.com:*", "registry.example.com:http", "registry.example.com:5000:5000",
	"*.example.com", "*.registry.example.com", "*.*.com", "*.*.*.*", "reg*.example.com", "r*y.example.com", "*y.example.com", "*stry*.example.com",
	"registry.example.*", "registry.*.com", "registry.**.com", "registry?.example.com", "reg[0-9].example.com",
	"[r]egistry.example.com", "registry.example.[c]om", "[a-z]", "reg[.example.com", "reg].example.com", "reg\\0.example.com", "reg%30.example.com",
	" registry.example.com", "registry.example.com ", "registry.example.com\n", "\tregistry.example.com", "registry .example.com", "registry.example.com/ team",
	"ci@registry.example.com", "ci:pw@registry.example.com", "https://ci:pw@registry.example.com/v2/", "c[i@registry.example.com", "ci:p/w@registry.example.com",
	"ci:p%zz@registry.example.com", "ci:p%20w@registry.example.com", "a@b@registry.example.com", "ci:p#w@registry.example.com", "ci:p?w@registry.example.com",
	"registry.example.com?x=1", "registry.example.com?", "registry.example.com#f", "registry.example.com#%zz", "registry.example.com#", "registry.example.com/team?x#y",
	"registry.example.com/%74eam", "registry.example.com/%2Fteam", "registry.example.com%2Fteam", "registry.example.com/%", "registry.example.com/%zz", "registry.example.com/%25zz",
	"registry.example.com/%3Fx", "registry.example.com/team%3Fx", "registry.example.com/%23x", "registry.example.com/%C3%A4", "registry.example.com/\u00e4", "registry.example.com/%0A",
	"r%C3%A9gistry.example.com", "r\u00e9gistry.example.com", "*.\u00e9xample.com", "\u212aegistry.example.com", "registry.example.com/\x7f", "registry.example.com/a b",
	"ftp://registry.example.com", "oci://registry.example.com", "docker://registry.example.com", "//registry.example.com", "https:registry.example.com", "https:/registry.example.com",
	"registry.example.com.", ".registry.example.com", "registry..example.com", "registry.example.com,other", "'registry.example.com'", "\"registry.example.com\"", "<registry.example.com>",
	"localhost", "localhost:5000", "myregistry:5000", "Myregistry", "myregistry", "my_reg.io", "my_reg.io/app",
	"10.0.0.1", "10.0.0.*", "10.0.0.1:5000", "[fd00::1]", "[fd00::1]:5000", "fd00::1", "[fd00::2]:5000", "[*]:5000", "[fd00::1%25eth0]:5000", "[fd00::1", "[10.0.0.1]", "[::]", "[::::]",
	"*.azurecr.io", "shop.azurecr.io", "*.dkr.ecr.*.amazonaws.com", "*.dkr.ecr.eu-*.amazonaws.com", "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
	"gcr.io", "*.gcr.io", "https://gcr.io/project", "*.pkg.dev", "*-docker.pkg.dev", "*-docker.pkg.dev/project", "ghcr.io", "ghcr.io/acme", "ghcr.io/Acme",
}

// secretMatches: which images each key of a secret gives its login for, when it is the only one.
func secretMatches() string {
	return table(keys, images, func(key, image string) byte {
		config := must(json.Marshal(map[string]any{"auths": map[string]any{key: map[string]string{"username": "u", "password": "p"}}}))
		secret := v1.Secret{Type: v1.SecretTypeDockerConfigJson, Data: map[string][]byte{v1.DockerConfigJsonKey: config}}
		keyring := must(secrets.MakeDockerKeyring([]v1.Secret{secret}, &credentialprovider.BasicDockerKeyring{}))
		repository, _, _ := parseImage(image)
		_, found := keyring.Lookup(repository)
		return bit(found, nil)
	})
}

// providerMatches: the same keys as `matchImages` of a credential provider plugin, which are not cleaned.
func providerMatches() string {
	return table(keys, images, func(key, image string) byte {
		repository, _, _ := parseImage(image)
		return bit(credentialprovider.URLsMatchStr(key, repository))
	})
}

// globMatches: patterns of one part of a host.
func globMatches() string {
	patterns := []string{
		"", "*", "**", "***", "?", "??", "a", "a*", "*a", "*a*", "a*b", "a**b", "a*b*c", "*a*b", "?*", "*?", "a?c", "[a]", "[a-c]", "[^a]", "[^a-c]",
		"[!a]", "[a-c]*", "*[a-c]", "[", "[]", "[]a]", "[a", "[a-", "[a-]", "[-a]", "[^]", "[^", "[a-c-e]", "[c-a]", "a]", "\\", "\\*", "\\a", "a\\", "[\\]]", "[\\-a]", "[\\", "[a\\",
		"*[", "a[", "b[", "[*]", "[a*]b", "[a]*[b]", "\u00e9", "[\u00e0-\u00ff]", "?\u00e9", "*\u00e9*", "[^\u00e9]", "\U0001f600", "[\U0001f600-\U0001f64f]", "-", "a-c", "a*a*a*a*b",
	}
	names := []string{"", "a", "b", "c", "d", "ab", "abc", "aab", "aaa", "acb", "a-c", "-", "*", "?", "[", "]", "\\", "aaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaab", "\u00e9", "\u00e9\u00e9", "a\u00e9", "\U0001f600"}
	return table(patterns, names, func(pattern, name string) byte { return bit(filepath.Match(pattern, name)) })
}

func parseImage(image string) (string, string, error) {
	repository, tag, _, err := parsers.ParseImageName(image)
	return repository, tag, err
}
