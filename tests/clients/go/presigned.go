package main

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

var presigner = s3.NewPresignClient(client, s3.WithPresignExpires(10*time.Minute))

// used sends what was signed, with the headers that were signed.
func used(signed *v4.PresignedHTTPRequest, body string) answer {
	return send(signed.Method, signed.URL, flat(signed.SignedHeader), body)
}

func flat(headers http.Header) map[string]string {
	flat := map[string]string{}
	for name := range headers {
		if name != "Host" && name != "Content-Length" {
			flat[name] = headers.Get(name)
		}
	}
	return flat
}

func presignGet(key string, settings ...func(*s3.PresignOptions)) *v4.PresignedHTTPRequest {
	return must(presigner.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: &key}, settings...))
}

func presignPut(key string) *v4.PresignedHTTPRequest {
	return must(presigner.PresignPutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(bucket), Key: &key}))
}

func reads() {
	for _, key := range keys {
		same(expect(used(presignGet(key), ""), 200, "").text, "body of "+key)
		found := must(presigner.PresignHeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: &key}))
		same(used(found, "").headers.Get("x-amz-meta-colour"), "blue  and red")
		part := send("GET", presignGet(key).URL, map[string]string{"Range": "bytes=0-3"}, "")
		same(expect(part, 206, "").text, "body")
	}
	expect(used(presignGet("none"), ""), 404, "NoSuchKey")
	bucketed := must(presigner.PresignHeadBucket(ctx, &s3.HeadBucketInput{Bucket: aws.String(bucket)}))
	expect(used(bucketed, ""), 200, "")
}

func overrides() {
	disposition := `attachment; filename="ü + %.txt"`
	signed := must(presigner.PresignGetObject(ctx, &s3.GetObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("plain"), ResponseContentDisposition: &disposition,
		ResponseContentType: aws.String("text/x-odd; charset=utf-8"),
	}))
	got := expect(used(signed, ""), 200, "")
	same(got.headers.Get("Content-Type"), "text/x-odd; charset=utf-8")
	// S3 sends Latin-1.
	same(got.headers.Get("Content-Disposition"), strings.Replace(disposition, "ü", "\xfc", 1))
}

func writes() {
	for _, key := range keys {
		expect(used(presignPut("url/"+key), "by URL"), 200, "")
		same(must(get(client, "url/"+key)), "by URL")
		gone := s3.DeleteObjectInput{Bucket: aws.String(bucket), Key: aws.String("url/" + key)}
		expect(used(must(presigner.PresignDeleteObject(ctx, &gone)), ""), 204, "")
		expect(used(presignGet("url/"+key), ""), 404, "NoSuchKey")
	}
	// The type and the metadata are signed headers, the length too.
	signed := must(presigner.PresignPutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("typed"), ContentType: aws.String("text/x-odd"),
		ContentLength: aws.Int64(5), Metadata: map[string]string{"Colour": "red", "Blanks": "a   b"},
		StorageClass: types.StorageClassStandardIa,
	}))
	expect(used(signed, "typed"), 200, "")
	found := head("typed")
	same(*found.ContentType, "text/x-odd")
	same(found.Metadata, map[string]string{"colour": "red", "blanks": "a   b"})
	same(found.StorageClass, types.StorageClassStandardIa)
	headers := flat(signed.SignedHeader)
	headers["Content-Type"] = "text/plain"
	expectForged(send("PUT", signed.URL, headers, "typed"), 200, "SignatureDoesNotMatch")
	expectForged(send("PUT", signed.URL, flat(signed.SignedHeader), "longer"), 200, "SignatureDoesNotMatch")
}

func parts() {
	key := aws.String("parts by URL")
	upload := must(client.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: aws.String(bucket), Key: key}))
	signed := must(presigner.PresignUploadPart(ctx, &s3.UploadPartInput{
		Bucket: aws.String(bucket), Key: key, UploadId: upload.UploadId, PartNumber: aws.Int32(1),
	}))
	part := types.CompletedPart{PartNumber: aws.Int32(1), ETag: aws.String(expect(used(signed, "part"), 200, "").headers.Get("ETag"))}
	must(client.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{
		Bucket: aws.String(bucket), Key: key, UploadId: upload.UploadId,
		MultipartUpload: &types.CompletedMultipartUpload{Parts: []types.CompletedPart{part}},
	}))
	same(must(get(client, *key)), "part")
}

// earlier signs as if it were a minute ago.
type earlier struct{ s3.HTTPPresignerV4 }

func (e earlier) PresignHTTP(
	ctx context.Context, caller aws.Credentials, request *http.Request, hash, service, region string, now time.Time,
	settings ...func(*v4.SignerOptions),
) (string, http.Header, error) {
	then := now.Add(-time.Minute)
	return e.HTTPPresignerV4.PresignHTTP(ctx, caller, request, hash, service, region, then, settings...)
}

func aMinuteAgo(seconds int) func(*s3.PresignOptions) {
	return func(options *s3.PresignOptions) {
		options.Presigner = earlier{options.Presigner}
		options.Expires = time.Duration(seconds) * time.Second
	}
}

func expired() {
	got := expect(used(presignGet("plain", aMinuteAgo(30)), ""), 403, "AccessDenied")
	same(element(got.text, "Message"), "Request has expired")
	same(element(got.text, "X-Amz-Expires"), "30")
	same(element(got.text, "Expires") < element(got.text, "ServerTime"), true)
	expect(used(presignGet("plain", aMinuteAgo(300)), ""), 200, "")
}

func tampered() {
	signed := presignGet("plain").URL
	for _, other := range []string{
		changed(signed, "plain", "100%25"),
		changed(signed, "X-Amz-Expires=600", "X-Amz-Expires=601"),
		signed + "&response-content-type=text/x-odd",
		regexp.MustCompile("X-Amz-Signature=....").ReplaceAllString(signed, "X-Amz-Signature=abcd"),
	} {
		got := send("GET", other, nil, "")
		expectForged(got, 200, "SignatureDoesNotMatch")
		for _, name := range strings.Split("AWSAccessKeyId StringToSign SignatureProvided CanonicalRequest", " ") {
			same(element(got.text, name) != "", verify)
		}
	}
	expectForged(send("HEAD", signed, nil, ""), 200, "")
	expectForged(send("DELETE", changed(signed, "plain", "nothing"), nil, ""), 204, "SignatureDoesNotMatch")
}

func unsigned() {
	signed := presignPut("unsigned").URL
	got := send("PUT", signed, map[string]string{"x-amz-meta-colour": "red", "x-amz-storage-class": "STANDARD"}, "")
	expectForged(got, 200, "AccessDenied")
	if verify {
		same(element(got.text, "Message"), "There were headers present in the request which were not signed")
		same(element(got.text, "HeadersNotSigned"), "x-amz-meta-colour, x-amz-storage-class")
	}
	// What S3 does not know may be added by anyone on the way.
	expect(send("PUT", signed, map[string]string{"X-Forwarded-For": "10.0.0.1", "User-Agent": "other"}, ""), 200, "")
}
