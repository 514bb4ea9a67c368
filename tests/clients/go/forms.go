package main

import (
	"bytes"
	"mime/multipart"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// post posts a form.
func post(form *s3.PresignedPostRequest, content string) answer {
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for name, value := range form.Values {
		check(parts.WriteField(name, value))
	}
	must(must(parts.CreateFormFile("file", "photo.txt")).Write([]byte(content)))
	check(parts.Close())
	return send("POST", form.URL, map[string]string{"Content-Type": parts.FormDataContentType()}, body.String())
}

// sign makes a form for one key, of 2 to 20 bytes.
func sign(client *s3.Client, key string, expires time.Duration, conditions ...any) *s3.PresignedPostRequest {
	return must(s3.NewPresignClient(client).PresignPostObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String(bucket), Key: &key,
	}, func(options *s3.PresignPostOptions) {
		options.Expires = expires
		options.Conditions = append(conditions, []any{"content-length-range", 2, 20})
	}))
}

func forms() {
	got := expect(post(sign(client, "form/photo.txt", time.Hour), "by form"), 204, "")
	same(got.headers.Get("ETag") != "", true)
	same(must(get(client, "form/photo.txt")), "by form")
	form := sign(client, "form/é + %", time.Hour,
		map[string]string{"x-amz-meta-colour": "blue"}, []any{"starts-with", "$Content-Type", "text/"},
		[]any{"eq", "$success_action_status", "201"})
	form.Values["x-amz-meta-colour"] = "blue"
	form.Values["Content-Type"] = "text/x-odd"
	form.Values["success_action_status"] = "201"
	told := expect(post(form, "by form"), 201, "")
	same(element(told.text, "Key"), "form/é + %")
	found := head("form/é + %")
	same(*found.ContentType, "text/x-odd")
	same(found.Metadata, map[string]string{"colour": "blue"})
}

func limits() {
	expect(post(sign(client, "form/a", time.Hour), "far more bytes than are allowed"), 400, "EntityTooLarge")
	expect(post(sign(client, "form/a", time.Hour), "x"), 400, "EntityTooSmall")
	outside := sign(client, "form/a", time.Hour)
	outside.Values["key"] = "elsewhere"
	expect(post(outside, "by form"), 403, "AccessDenied")
	extra := sign(client, "form/a", time.Hour)
	extra.Values["x-amz-meta-extra"] = "1"
	got := expect(post(extra, "by form"), 403, "AccessDenied")
	same(element(got.text, "Message"), "Invalid according to Policy: Extra input fields: x-amz-meta-extra")
}

func expiredForm() {
	got := expect(post(sign(client, "form/a", -time.Minute), "by form"), 403, "AccessDenied")
	same(element(got.text, "Message"), "Invalid according to Policy: Policy expired.")
}

func strangersForm() {
	expectForged(post(sign(clientOf(forger), "form/a", time.Hour), "by form"), 204, "SignatureDoesNotMatch")
	expectForged(post(sign(clientOf(stranger), "form/a", time.Hour), "by form"), 204, "InvalidAccessKeyId")
}
