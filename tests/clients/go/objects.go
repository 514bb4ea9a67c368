package main

import (
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func put(client *s3.Client, key, body string) error {
	_, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(bucket), Key: &key, Body: strings.NewReader(body)})
	return err
}

func get(client *s3.Client, key string) (string, error) {
	got, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: &key})
	if err != nil {
		return "", err
	}
	defer got.Body.Close()
	return string(must(io.ReadAll(got.Body))), nil
}

func head(key string) *s3.HeadObjectOutput {
	return must(client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: &key}))
}

func buckets() {
	must(client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String(bucket)}))
	must(client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: aws.String(bucket)}))
	listed := must(client.ListBuckets(ctx, &s3.ListBucketsInput{}))
	same(len(listed.Buckets), 1)
	same(*listed.Buckets[0].Name, bucket)
	location := must(client.GetBucketLocation(ctx, &s3.GetBucketLocationInput{Bucket: aws.String(bucket)}))
	same(string(location.LocationConstraint), "")
}

func objects() {
	metadata := map[string]string{"colour": "blue  and red", "trimmed": "x"}
	for _, key := range keys {
		must(client.PutObject(ctx, &s3.PutObjectInput{
			Bucket: aws.String(bucket), Key: &key, Body: strings.NewReader("body of " + key),
			Metadata: metadata, Tagging: aws.String("kind=odd%20key"),
		}))
		found := head(key)
		same(int(*found.ContentLength), len("body of "+key))
		same(found.Metadata, metadata)
		same(must(get(client, key)), "body of "+key)
		ranged := s3.GetObjectInput{Bucket: aws.String(bucket), Key: &key, Range: aws.String("bytes=2-3")}
		same(string(must(io.ReadAll(must(client.GetObject(ctx, &ranged)).Body))), "dy")
	}
	_, err := get(client, "none")
	refused(err, 404, "NoSuchKey")
	_, err = client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: aws.String("none")})
	refused(err, 404, "NotFound")
}

func copies() {
	for _, key := range keys {
		must(client.CopyObject(ctx, &s3.CopyObjectInput{
			Bucket: aws.String(bucket), Key: aws.String("copy/" + key), CopySource: source(key),
		}))
		same(must(get(client, "copy/"+key)), "body of "+key)
	}
}

func sorted(keys []string) []string {
	sorted := slices.Clone(keys)
	slices.Sort(sorted)
	return sorted
}

func listing() {
	found := []string{}
	list := s3.ListObjectsV2Input{Bucket: aws.String(bucket), Prefix: aws.String("copy/"), MaxKeys: aws.Int32(3)}
	for pages := s3.NewListObjectsV2Paginator(client, &list); pages.HasMorePages(); {
		for _, entry := range must(pages.NextPage(ctx)).Contents {
			found = append(found, strings.TrimPrefix(*entry.Key, "copy/"))
		}
	}
	// S3 lists in the order of the bytes.
	same(found, sorted(keys))
	// This SDK gives what is encoded as it came.
	encoded := must(client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{
		Bucket: aws.String(bucket), Prefix: aws.String("copy/"), EncodingType: types.EncodingTypeUrl,
	}))
	for place, entry := range encoded.Contents {
		same(must(url.QueryUnescape(*entry.Key)), "copy/"+sorted(keys)[place])
	}
	folders := must(client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{
		Bucket: aws.String(bucket), Prefix: aws.String("a/"), Delimiter: aws.String("/"),
	}))
	same(len(folders.CommonPrefixes), 2)
	same(*folders.CommonPrefixes[0].Prefix+*folders.CommonPrefixes[1].Prefix, "a/./a//")
}

func deletions() {
	for {
		listed := must(client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String(bucket)}))
		if len(listed.Contents) == 0 {
			break
		}
		named := []types.ObjectIdentifier{}
		for _, entry := range listed.Contents {
			named = append(named, types.ObjectIdentifier{Key: entry.Key})
		}
		gone := must(client.DeleteObjects(ctx, &s3.DeleteObjectsInput{
			Bucket: aws.String(bucket), Delete: &types.Delete{Objects: named},
		}))
		same([]int{len(gone.Deleted), len(gone.Errors)}, []int{len(named), 0})
	}
	must(client.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String(bucket)}))
}
