package main

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/auth"
	smithyendpoints "github.com/aws/smithy-go/endpoints"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

func strangers() {
	for code, caller := range map[string]aws.CredentialsProvider{
		"SignatureDoesNotMatch": forger, "InvalidAccessKeyId": stranger,
	} {
		other := clientOf(caller)
		_, err := get(other, "plain")
		forged(err, code)
		_, err = other.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: aws.String("plain")})
		forged(err, "")
		_, err = other.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String(bucket)})
		forged(err, code)
		forged(put(other, "foreign", strings.Repeat("x", 100_000)), code)
		url := must(s3.NewPresignClient(other).PresignGetObject(ctx, &s3.GetObjectInput{
			Bucket: aws.String(bucket), Key: aws.String("plain"),
		}))
		expectForged(used(url, ""), 200, code)
	}
}

func session() {
	own := clientOf(caller("AKIASESSION", "secret of a session", "token/of+a=session"))
	check(put(own, "by session", "x"))
	signed := must(s3.NewPresignClient(own).PresignGetObject(ctx, &s3.GetObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("by session"),
	}))
	same(strings.Contains(signed.URL, "X-Amz-Security-Token=token%2Fof%2Ba%3Dsession"), true)
	expect(used(signed, ""), 200, "")
	if verify {
		_, err := get(clientOf(caller("AKIASESSION", "secret of a session", "another token")), "plain")
		refused(err, 400, "InvalidToken")
	}
	_, err := get(clientOf(caller("AKIASESSION", "secret of a session", "")), "plain")
	forged(err, "InvalidAccessKeyId")
}

// Buckets as subdomains of `localhost`.
func virtual() {
	host := changed(endpoint, "127.0.0.1", "localhost")
	own := clientOf(known, func(options *s3.Options) {
		options.UsePathStyle = false
		options.BaseEndpoint = &host
		options.HTTPClient = &http.Client{Transport: local}
	})
	for _, key := range keys {
		key := "virtual/" + key
		check(put(own, key, "virtual"))
		same(must(get(own, key)), "virtual")
		signed := must(s3.NewPresignClient(own).PresignGetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: &key}))
		same(strings.HasPrefix(signed.URL, "http://"+bucket+".localhost:"), true)
		expect(used(signed, ""), 200, "")
	}
	listed := must(own.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String(bucket), Prefix: aws.String("virtual/")}))
	same(int(*listed.KeyCount), len(keys))
	form := sign(own, "virtual/form", time.Hour)
	same(strings.HasPrefix(form.URL, "http://"+bucket+".localhost:"), true)
	expect(post(form, "by form"), 204, "")
}

// asymmetric asks for SigV4A, as the endpoint of a multi-region access point does.
type asymmetric struct{ s3.EndpointResolverV2 }

func (a asymmetric) ResolveEndpoint(
	ctx context.Context, parameters s3.EndpointParameters,
) (smithyendpoints.Endpoint, error) {
	resolved, err := a.EndpointResolverV2.ResolveEndpoint(ctx, parameters)
	option := auth.Option{SchemeID: auth.SchemeIDSigV4A}
	smithyhttp.SetSigV4ASigningName(&option.SignerProperties, "s3")
	smithyhttp.SetSigV4ASigningRegions(&option.SignerProperties, []string{"*"})
	smithyhttp.SetDisableDoubleEncoding(&option.SignerProperties, true)
	auth.SetAuthOptions(&resolved.Properties, []*auth.Option{&option})
	return resolved, err
}

func everyRegion() {
	of := func(caller aws.CredentialsProvider) *s3.Client {
		return clientOf(caller, func(options *s3.Options) {
			options.EndpointResolverV2 = asymmetric{s3.NewDefaultEndpointResolverV2()}
		})
	}
	own := of(known)
	for _, key := range keys {
		key := "asymmetric/" + key
		check(put(own, key, "asymmetric"))
		same(must(get(own, key)), "asymmetric")
	}
	// Of a URL it encodes the path twice in what it signs, which S3 never does: so only a key that needs no encoding.
	signed := must(s3.NewPresignClient(own).PresignGetObject(ctx, &s3.GetObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("plain"),
	}))
	same(strings.Contains(signed.URL, "X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256"), true)
	expect(used(signed, ""), 200, "")
	_, err := get(of(forger), "plain")
	forged(err, "SignatureDoesNotMatch")
}
