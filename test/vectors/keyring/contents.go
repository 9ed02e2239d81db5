package main

import (
	"encoding/base64"
	"encoding/json"
	"sort"
	"strings"

	v1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/credentialprovider"
	"k8s.io/kubernetes/pkg/credentialprovider/secrets"
)

// Content is one secret: what is in it, and what the kubelet reads out of it.
type Content struct {
	Type string `json:"type"`
	Key  string `json:"key"`
	// Bytes is the value, in base64 as the API has it.
	Bytes string `json:"bytes"`
	// Error is what spoils the keyring; then there are no entries.
	Error string `json:"error,omitempty"`
	// Entries by key, sorted: key, user and password, each in base64 since Go's strings are bytes.
	Entries [][3]string `json:"entries,omitempty"`
}

func read(secretType, key, value string) Content {
	made := Content{Type: secretType, Key: key, Bytes: encode(value)}
	secret := v1.Secret{Type: v1.SecretType(secretType), Data: map[string][]byte{key: []byte(value)}}
	if _, err := secrets.MakeDockerKeyring([]v1.Secret{secret}, nil); err != nil {
		made.Error = err.Error()
		return made
	}
	config := credentialprovider.DockerConfigJSON{}
	switch {
	case value == "":
	case secretType == string(v1.SecretTypeDockerConfigJson) && key == v1.DockerConfigJsonKey:
		must(0, json.Unmarshal([]byte(value), &config))
	case secretType == string(v1.SecretTypeDockercfg) && key == v1.DockerConfigKey:
		must(0, json.Unmarshal([]byte(value), &config.Auths))
	}
	for key, entry := range config.Auths {
		made.Entries = append(made.Entries, [3]string{encode(key), encode(entry.Username), encode(entry.Password)})
	}
	sort.Slice(made.Entries, func(i, j int) bool { return made.Entries[i][0] < made.Entries[j][0] })
	return made
}

func encode(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func contents() []Content {
	const configType, configKey = "kubernetes.io/dockerconfigjson", ".dockerconfigjson"
	const legacyType, legacyKey = "kubernetes.io/dockercfg", ".dockercfg"
	const good = `{"auths":{"r.io":{"username":"u","password":"p"}}}`
	made := []Content{
		read(configType, configKey, good), read(configType, legacyKey, good), read("Opaque", configKey, good),
		read(legacyType, legacyKey, good), read(legacyType, configKey, good), read("", configKey, good),
		read(legacyType, legacyKey, `{"r.io":{"username":"u","password":"p"}}`),
		read(legacyType, legacyKey, `{"r.io":{"auth":"dTpw","email":"e@x"},"s.io":null}`),
		read(legacyType, legacyKey, `null`), read(legacyType, legacyKey, `[]`), read(legacyType, legacyKey, ``),
		read(configType, "config.json", good), read(configType, configKey, ""),
	}
	for _, document := range documents() {
		made = append(made, read(configType, configKey, document))
	}
	for _, entry := range entries() {
		made = append(made, read(configType, configKey, `{"auths":{"r.io":`+entry+`}}`))
	}
	for _, auth := range auths() {
		field := string(must(json.Marshal(auth)))
		made = append(made, read(configType, configKey, `{"auths":{"r.io":{"username":"x","password":"y","auth":`+field+`}}}`))
	}
	return made
}

func documents() []string {
	return []string{
		`{}`, `null`, `true`, `7`, `"text"`, `[]`, ` {} `, "\ufeff{}", `{`, `}`, `{}{}`, `{} x`, `{"auths":{}`, `{"auths":{},}`, `{'auths':{}}`, "{\"auths\":{}}\n", "\t\r\n{}", "\v{}", "{}\x00",
		`{"auths":null}`, `{"auths":[]}`, `{"auths":""}`, `{"auths":1}`, `{"auths":false}`, `{"auths":{}}`, `{"r.io":{"username":"u","password":"p"}}`,
		`{"AUTHS":{"r.io":{"username":"u"}}}`, `{"Auths":{"r.io":{"username":"u"}}}`, "{\"auth\u017f\":{\"r.io\":{\"username\":\"u\"}}}", `{"auth\u017f":{"r.io":{"username":"u"}}}`, `{"auth\u0073":{"r.io":{}}}`, `{"auth":{"r.io":{}}}`, `{"auths ":{"r.io":{}}}`,
		`{"auths":{"a.io":{"username":"1"}},"auths":{"b.io":{"username":"2"}}}`, `{"auths":{"a.io":{"username":"1"}},"AUTHS":{"a.io":{"password":"2"}}}`,
		`{"auths":{"a.io":{"username":"1"}},"auths":null}`, `{"auths":null,"auths":{"a.io":{"username":"1"}}}`, `{"auths":{"a.io":{"username":"1"}},"auths":{}}`,
		`{"auths":{"a.io":{"username":"1","password":"1"},"a.io":{"username":"2"}}}`, `{"auths":{"a.io":{"username":"1"},"a.io":null}}`, `{"auths":{"a.io":{"username":"1"},"A.io":{"username":"2"}}}`,
		`{"auths":{"a.io":{"username":1},"a.io":{"username":"2"}}}`, `{"auths":1,"auths":{"a.io":{}}}`,
		`{"auths":{"":{"username":"u"}}}`, `{"auths":{"\u0061.io":{"username":"u"}}}`, "{\"auths\":{\"a\xff.io\":{\"username\":\"u\"}}}", `{"auths":{"\ud800.io":{"username":"u"}}}`, `{"auths":{"\ud83d\ude00.io":{"username":"u"}}}`,
		`{"auths":{},"HttpHeaders":{"X":"y"}}`, `{"auths":{},"HttpHeaders":{"X":1}}`, `{"auths":{},"httpheaders":{"X":{}}}`, `{"auths":{},"HttpHeaders":"x"}`, `{"auths":{},"HttpHeaders":null}`, `{"auths":{},"HttpHeaders":{"X":null}}`, `{"auths":{},"HttpHeaders":[]}`,
		`{"auths":{"r.io":{}},"credsStore":"desktop","credHelpers":{"gcr.io":"gcloud"}}`, `{"auths":{"r.io":{}},"credsStore":7,"other":[[[{}]],1e9999]}`,
		`{"auths":{"r.io":{"username":"u"}},"x":01}`, `{"x":1.}`, `{"x":.5}`, `{"x":-}`, `{"x":+1}`, `{"x":1e}`, `{"x":tru}`, `{"x":NaN}`, `{"x":"a` + "\n" + `b"}`, `{"x":"\x"}`, `{"x":"\u12"}`, `{"x":"\'"}`, `{"x":"` + "\x7f" + `"}`, `{"x":"` + "\xff\xfe" + `"}`, "{\"x\":\xff}", `{"x":[1,]}`, `{"x":[,1]}`, `{"x" 1}`, `{x:1}`, `{"x":1 "y":2}`, `// c` + "\n{}", `{/**/}`,
		encode(`{"auths":{"r.io":{"username":"u"}}}`),
	}
}

func entries() []string {
	return []string{
		`{}`, `null`, `[]`, `""`, `"dTpw"`, `1`, `true`, `{"username":"u"}`, `{"password":"p"}`, `{"username":"u","password":"p"}`, `{"username":"u","password":"p","email":"e"}`,
		`{"username":null,"password":null}`, `{"username":"u","username":null}`, `{"username":null,"username":"u"}`, `{"username":"a","username":"b"}`, `{"username":"a","Username":"b"}`, `{"USERNAME":"a","PassWord":"b","AUTH":""}`, "{\"u\u017fername\":\"a\",\"pa\u017fsword\":\"b\"}",
		`{"username":1}`, `{"password":1}`, `{"email":1}`, `{"auth":1}`, `{"username":["u"]}`, `{"username":{"a":"b"}}`, `{"username":true}`, `{"username":1,"username":"u"}`, `{"user":"u","pass":"p"}`, `{"login":"u"}`,
		`{"auth":""}`, `{"auth":null}`, `{"auth":"dTpw"}`, `{"username":"x","password":"y","auth":"dTpw"}`, `{"auth":"dTpw","auth":"YTpi"}`, `{"auth":"dTpw","auth":""}`, `{"auth":"dTpw","auth":null}`, `{"auth":"dTpw","Auth":"!"}`,
		`{"identitytoken":"t"}`, `{"auth":"dTpw","identitytoken":"t"}`, `{"registrytoken":"t"}`, `{"identitytoken":5}`, `{"username":"u","password":"p","serveraddress":"https://x"}`,
		`{"username":"\ud800","password":"\udfff\ud83d"}`, `{"username":"a\u0000b","password":"\n"}`, "{\"username\":\"\xff\",\"password\":\"\xc3\x28\"}", `{"username":"u\/","password":"\"\\"}`, `{"username":" u ","password":" p\t"}`, `{"username":"a:b","password":"c:d"}`,
	}
}

func auths() []string {
	return []string{
		"", " ", "=", "==", "dTpw", "dTpw=", "dTpw==", "dTpwYQ==", "dTpwYQ", "dTpwYQ=", "dTpwYWE=", "dTpwYWE", "dTpwYWE==", "dTpw\n", "dT\npw", "\ndTpw", "dTpwYQ==\n", "dTpwYQ\n==", "dTpwYQ=\n=", "dTpwYWE=\r\n", " dTpw", "dTpw ", "dTpwYQ== ", "dTpwYQ==\t", "dT pw", "dTpwYQ", "dTpwYR==", "dTpwYR", "dTpwYWF=",
		"dTp-", "dTp_", "dTp/", "dTp+", "-_-_", "%%%", "dTpw!", "dTpw\u00e9", encode("u:p"), encode("u"), encode(""), encode(":"), encode("u:"), encode(":p"), encode("u:p:q"), encode("u:p\n"), encode("u:p\r\n"), encode(" u: p "), encode("u\n:p"), encode("u:\xff\xfe"), encode("\u00e9:\U0001f600"), encode("u:" + strings.Repeat("x", 5000)),
		encode("u:p") + encode("v:q"), encode("uu:pp") + encode("v:q"), encode(encode("u:p")), encode(encode("user:pass")), encode("Basic " + encode("u:p")), "Basic dTpw", "u:p", "dTpwYQ==dTpw", "dTpw====", "A", "AA", "AAA", "AA=", "A===", "====", "dTp\u0000",
	}
}
