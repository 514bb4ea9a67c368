package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
)

const bucket = "golang"

var (
	ctx      = context.Background()
	endpoint = os.Args[1]
	// Whether signatures are compared: if not, anyone is let in.
	verify   = os.Args[2] == "verify"
	tls      = strings.Join(os.Args[3:], "")
	keys     = lines("keys.txt")
	known    = caller(os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), "")
	forger   = caller(os.Getenv("AWS_ACCESS_KEY_ID"), "another secret", "")
	stranger = caller("AKIASTRANGER", "any secret", "")
	client   = clientOf(known)
)

func caller(key, secret, token string) aws.CredentialsProvider {
	return credentials.NewStaticCredentialsProvider(key, secret, token)
}

// clientOf is a client at its default settings, except for what a test is about.
func clientOf(caller aws.CredentialsProvider, settings ...func(*s3.Options)) *s3.Client {
	options := s3.Options{Region: "us-east-1", Credentials: caller, BaseEndpoint: &endpoint, UsePathStyle: true}
	return s3.New(options, settings...)
}

func lines(file string) []string {
	text := string(must(os.ReadFile(file)))
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
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

func same(found, expected any) {
	if !reflect.DeepEqual(found, expected) {
		panic(fmt.Sprintf("found %#v, expected %#v", found, expected))
	}
}

// refused looks at an error: its status, and its code where one is told.
func refused(err error, status int, code string) {
	var answer *awshttp.ResponseError
	if !errors.As(err, &answer) {
		panic(fmt.Sprintf("not refused, but %v", err))
	}
	same(answer.HTTPStatusCode(), status)
	var fault smithy.APIError
	if code != "" && (!errors.As(err, &fault) || fault.ErrorCode() != code) {
		panic(fmt.Sprintf("not %s, but %v", code, err))
	}
}

// forged is a call with a signature that is not the known caller's: refused where signatures are compared.
func forged(err error, code string) {
	if verify {
		refused(err, 403, code)
	} else {
		check(err)
	}
}

// answer is what came without any AWS library.
type answer struct {
	status  int
	headers http.Header
	text    string
}

// Every host is the server: not every machine resolves subdomains of `localhost`.
var local = &http.Transport{
	DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		_, port := must2(net.SplitHostPort(address))
		return (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
	},
}

func must2[A, B any](first A, second B, err error) (A, B) {
	check(err)
	return first, second
}

// send sends exactly this, without any AWS library.
func send(method, target string, headers map[string]string, body string) answer {
	request := must(http.NewRequest(method, target, bytes.NewReader([]byte(body))))
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response := must((&http.Client{Transport: local}).Do(request))
	defer response.Body.Close()
	return answer{response.StatusCode, response.Header, string(must(io.ReadAll(response.Body)))}
}

// element is the text of an element of an XML document.
func element(text, name string) string {
	found := regexp.MustCompile("<" + name + ">([^<]*)</" + name + ">").FindStringSubmatch(text)
	if found == nil {
		return ""
	}
	return found[1]
}

// expect looks at an answer: its status, and its code where one is told.
func expect(got answer, status int, code string) answer {
	if got.status != status || (code != "" && element(got.text, "Code") != code) {
		panic(fmt.Sprintf("%d %s, expected %d %s", got.status, got.text, status, code))
	}
	return got
}

// expectForged is the same for what only a server that compares signatures refuses; another answers `status`.
func expectForged(got answer, status int, code string) {
	if !verify {
		expect(got, status, "")
	} else if got.text == "" {
		expect(got, 403, "")
	} else {
		expect(got, 403, code)
	}
}

func changed(text, from, to string) string {
	if !strings.Contains(text, from) {
		panic(fmt.Sprintf("no %s in %s", from, text))
	}
	return strings.Replace(text, from, to, 1)
}

// source is a copy source: S3 reads a plus there as a blank.
func source(key string) *string {
	return aws.String(bucket + "/" + strings.ReplaceAll(url.QueryEscape(key), "+", "%20"))
}
