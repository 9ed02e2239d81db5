// Makes every certificate of this folder anew: go run make.go
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"time"
)

type signed struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

type leaf struct {
	file     string
	names    []string
	from, to int
	client   bool
}

var serial = int64(0)

// sign makes a key and a certificate for it, valid between two years, and writes both.
func sign(file string, template x509.Certificate, from, to int, by *signed) *signed {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	serial++
	template.SerialNumber = big.NewInt(serial)
	template.NotBefore = time.Date(from, 1, 1, 0, 0, 0, 0, time.UTC)
	template.NotAfter = time.Date(to, 1, 1, 0, 0, 0, 0, time.UTC)
	made := &signed{&template, key}
	if by == nil {
		by = made
	}
	der := must(x509.CreateCertificate(rand.Reader, &template, by.certificate, &key.PublicKey, by.key))
	write(file+".crt", "CERTIFICATE", der)
	write(file+".key", "PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(key)))
	return made
}

func authority(file, name string) *signed {
	return sign(file, x509.Certificate{
		Subject:               pkix.Name{CommonName: name},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}, 2020, 2120, nil)
}

func (l leaf) sign(by *signed) {
	use := x509.ExtKeyUsageServerAuth
	if l.client {
		use = x509.ExtKeyUsageClientAuth
	}
	sign(l.file, x509.Certificate{
		Subject:     pkix.Name{CommonName: l.file},
		DNSNames:    l.names,
		IPAddresses: []net.IP{net.ParseIP("127.0.0.1"), net.ParseIP("::1")},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{use},
	}, l.from, l.to, by)
}

func main() {
	ca := authority("ca", "pulldoctor registries")
	stranger := authority("stranger-ca", "nobody knows this authority")
	names := []string{
		"localhost", "*.example.com", "*.example.net", "*.docker.io", "ghcr.io", "quay.io", "public.ecr.aws",
		"*.pkg.dev", "*.azurecr.io", "*.jfrog.io", "mcr.microsoft.com", "*.data.mcr.microsoft.com",
		"registry.k8s.io", "registry.gitlab.com", "gitlab.com", "*.dkr.ecr.eu-west-1.amazonaws.com",
	}
	leaf{file: "registry", names: names, from: 2020, to: 2120}.sign(ca)
	leaf{file: "expired", names: names, from: 2020, to: 2021}.sign(ca)
	leaf{file: "too-early", names: names, from: 2110, to: 2120}.sign(ca)
	leaf{file: "other-name", names: []string{"registry.internal.example"}, from: 2020, to: 2120}.sign(ca)
	leaf{file: "stranger", names: names, from: 2020, to: 2120}.sign(stranger)
	leaf{file: "client", from: 2020, to: 2120, client: true}.sign(ca)
}

func write(file, kind string, der []byte) {
	check(os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o644))
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
