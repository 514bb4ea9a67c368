package main

import (
	"bytes"
	"io"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

const mib = 1 << 20

// pattern is bytes that differ from one place to the next.
func pattern(size int) string {
	bytes := make([]byte, size)
	for place := range bytes {
		bytes[place] = byte(place % 251)
	}
	return string(bytes)
}

func empty() {
	check(put(client, "empty", ""))
	same(*head("empty").ContentLength, int64(0))
}

func file() {
	content := pattern(3*mib + 17)
	check(os.WriteFile("body", []byte(content), 0o600))
	body := must(os.Open("body"))
	defer body.Close()
	must(client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String("file"), Body: body}))
	same(must(get(client, "file")) == content, true)
}

// A stream that cannot go back: over plain HTTP this SDK sends it only when told not to hash it.
func stream() {
	streamTo(client, s3.WithAPIOptions(v4.SwapComputePayloadSHA256ForUnsignedPayloadMiddleware))
}

func streamTo(client *s3.Client, options ...func(*s3.Options)) {
	content := pattern(mib + 1)
	must(client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("stream"),
		Body: io.NopCloser(strings.NewReader(content)), ContentLength: aws.Int64(int64(len(content))),
	}, options...))
	same(must(get(client, "stream")) == content, true)
}

func inParts() {
	key := "in parts/é+ %"
	bodies := []string{pattern(5 * mib), pattern(1000)}
	upload := must(client.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: aws.String(bucket), Key: &key}))
	parts := []types.CompletedPart{}
	for place, body := range bodies {
		number := aws.Int32(int32(place + 1))
		part := must(client.UploadPart(ctx, &s3.UploadPartInput{
			Bucket: aws.String(bucket), Key: &key, UploadId: upload.UploadId, PartNumber: number, Body: strings.NewReader(body),
		}))
		parts = append(parts, types.CompletedPart{PartNumber: number, ETag: part.ETag})
	}
	listed := must(client.ListParts(ctx, &s3.ListPartsInput{Bucket: aws.String(bucket), Key: &key, UploadId: upload.UploadId}))
	same(len(listed.Parts), 2)
	must(client.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{
		Bucket: aws.String(bucket), Key: &key, UploadId: upload.UploadId,
		MultipartUpload: &types.CompletedMultipartUpload{Parts: parts},
	}))
	same(must(get(client, key)) == strings.Join(bodies, ""), true)
	other := must(client.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: aws.String(bucket), Key: &key}))
	must(client.AbortMultipartUpload(ctx, &s3.AbortMultipartUploadInput{Bucket: aws.String(bucket), Key: &key, UploadId: other.UploadId}))
	_, err := client.ListParts(ctx, &s3.ListPartsInput{Bucket: aws.String(bucket), Key: &key, UploadId: other.UploadId})
	refused(err, 404, "NoSuchUpload")
}

func library() {
	content := pattern(17 * mib)
	must(transfermanager.New(client).UploadObject(ctx, &transfermanager.UploadObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("library"), Body: io.NopCloser(strings.NewReader(content)),
	}))
	same(must(get(client, "library")) == content, true)
	target := must(os.Create("download"))
	defer target.Close()
	must(transfermanager.New(client).DownloadObject(ctx, &transfermanager.DownloadObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("library"), WriterAt: target,
	}))
	same(bytes.Equal(must(os.ReadFile("download")), []byte(content)), true)
}

func secure() {
	own := clientOf(known, func(options *s3.Options) { options.BaseEndpoint = &tls })
	check(put(own, "secure", "by TLS"))
	same(must(get(own, "secure")), "by TLS")
	streamTo(own)
}
