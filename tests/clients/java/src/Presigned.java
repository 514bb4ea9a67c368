import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Presigned URLs, used without any AWS library: as they are, too late, and changed on the way. */
final class Presigned extends Steps {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    /** Sends what was signed, with the headers that were signed. */
    static Answer used(PresignedRequest signed, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(signed.httpRequest().method().name(), signed.url().toString(), headers(signed), bytes);
    }

    private static Map<String, String> headers(PresignedRequest signed) {
        Map<String, String> headers = new HashMap<>();
        signed.signedHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("host") || name.equalsIgnoreCase("content-length"));
        return headers;
    }

    static PresignedRequest get(S3Presigner presigner, String key) {
        return presigner.presignGetObject(
                sign -> sign.signatureDuration(TEN_MINUTES).getObjectRequest(get -> get.bucket(BUCKET).key(key)));
    }

    private static PresignedRequest put(String key) {
        return presigner.presignPutObject(
                sign -> sign.signatureDuration(TEN_MINUTES).putObjectRequest(put -> put.bucket(BUCKET).key(key)));
    }

    static void reads() throws Exception {
        for (String key : keys) {
            same(expect(used(get(presigner, key), ""), 200, null).text(), "body of " + key);
            var head = presigner.presignHeadObject(
                    sign -> sign.signatureDuration(TEN_MINUTES).headObjectRequest(h -> h.bucket(BUCKET).key(key)));
            same(used(head, "").header("x-amz-meta-colour"), "blue  and red");
            String url = get(presigner, key).url().toString();
            same(expect(send("GET", url, Map.of("Range", "bytes=0-3"), new byte[0]), 206, null).text(), "body");
        }
        expect(used(get(presigner, "none"), ""), 404, "NoSuchKey");
        expect(used(presigner.presignHeadBucket(
                sign -> sign.signatureDuration(TEN_MINUTES).headBucketRequest(h -> h.bucket(BUCKET))), ""), 200, null);
    }

    static void overrides() throws Exception {
        String disposition = "attachment; filename=\"+ %.txt\"";
        var signed = presigner.presignGetObject(sign -> sign.signatureDuration(TEN_MINUTES)
                .getObjectRequest(get -> get.bucket(BUCKET)
                        .key("plain")
                        .responseContentDisposition(disposition)
                        .responseContentType("text/x-odd; charset=utf-8")));
        Answer answer = expect(used(signed, ""), 200, null);
        same(answer.header("content-type"), "text/x-odd; charset=utf-8");
        same(answer.header("content-disposition"), disposition);
    }

    static void writes() throws Exception {
        for (String key : keys) {
            expect(used(put("url/" + key), "by URL"), 200, null);
            same(get(s3, "url/" + key), "by URL");
            expect(used(presigner.presignDeleteObject(sign -> sign.signatureDuration(TEN_MINUTES)
                    .deleteObjectRequest(delete -> delete.bucket(BUCKET).key("url/" + key))), ""), 204, null);
            expect(used(get(presigner, "url/" + key), ""), 404, "NoSuchKey");
        }
        // The type, the metadata and the class are signed headers.
        var signed = presigner.presignPutObject(sign -> sign.signatureDuration(TEN_MINUTES)
                .putObjectRequest(put -> put.bucket(BUCKET)
                        .key("typed")
                        .contentType("text/x-odd")
                        .metadata(Map.of("Colour", "red", "blanks", "a   b"))
                        .storageClass(StorageClass.STANDARD_IA)));
        expect(used(signed, "typed"), 200, null);
        var head = head("typed");
        same(head.contentType(), "text/x-odd");
        same(head.metadata(), Map.of("colour", "red", "blanks", "a   b"));
        same(head.storageClass(), StorageClass.STANDARD_IA);
        Map<String, String> other = headers(signed);
        other.keySet().removeIf(name -> name.equalsIgnoreCase("content-type"));
        other.put("content-type", "text/plain");
        expectForged(send("PUT", signed.url().toString(), other, new byte[5]), 200, "SignatureDoesNotMatch");
    }

    static void parts() throws Exception {
        String key = "parts by URL";
        Answer created = expect(used(presigner.presignCreateMultipartUpload(
                sign -> sign.signatureDuration(TEN_MINUTES)
                        .createMultipartUploadRequest(create -> create.bucket(BUCKET).key(key))), ""), 200, null);
        String id = element(created.text(), "UploadId");
        Answer part = expect(used(presigner.presignUploadPart(sign -> sign.signatureDuration(TEN_MINUTES)
                .uploadPartRequest(upload -> upload.bucket(BUCKET).key(key).uploadId(id).partNumber(1))), "part"),
                200, null);
        var parts = List.of(CompletedPart.builder().partNumber(1).eTag(part.header("etag")).build());
        s3.completeMultipartUpload(
                done -> done.bucket(BUCKET).key(key).uploadId(id).multipartUpload(of -> of.parts(parts)));
        same(get(s3, key), "part");
    }

    /** A URL that was signed a minute ago: the presigner has no clock to set, but the signer below it has. */
    private static String aMinuteAgo(int seconds) {
        Clock then = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-1));
        var get = SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(URI.create(url + "/" + BUCKET + "/plain"));
        var signed = AwsV4HttpSigner.create().sign(sign -> sign.identity(KNOWN)
                .request(get.build())
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AwsV4HttpSigner.AuthLocation.QUERY_STRING)
                .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofSeconds(seconds))
                .putProperty(HttpSigner.SIGNING_CLOCK, then));
        return signed.request().getUri().toString();
    }

    static void expired() throws Exception {
        Answer answer = expect(send("GET", aMinuteAgo(30), ""), 403, "AccessDenied");
        same(element(answer.text(), "Message"), "Request has expired");
        same(element(answer.text(), "X-Amz-Expires"), "30");
        expect(send("GET", aMinuteAgo(300), ""), 200, null);
    }

    static void tampered() throws Exception {
        String signed = get(presigner, "plain").url().toString();
        for (String other : List.of(
                signed.replace("plain", "100%25"),
                signed.replace("X-Amz-Expires=600", "X-Amz-Expires=601"),
                signed + "&response-content-type=text/x-odd",
                signed.replaceFirst("X-Amz-Signature=....", "X-Amz-Signature=abcd"))) {
            same(other.equals(signed), false);
            Answer answer = send("GET", other, "");
            expectForged(answer, 200, "SignatureDoesNotMatch");
            for (String name : "AWSAccessKeyId StringToSign SignatureProvided CanonicalRequest".split(" ")) {
                same(element(answer.text(), name) != null, verify);
            }
        }
        expectForged(send("HEAD", signed, ""), 200, null);
        expectForged(send("DELETE", signed.replace("plain", "nothing"), ""), 204, "SignatureDoesNotMatch");
    }

    static void unsigned() throws Exception {
        String signed = put("unsigned").url().toString();
        var odd = Map.of("x-amz-meta-colour", "red", "x-amz-storage-class", "STANDARD");
        Answer answer = send("PUT", signed, odd, new byte[0]);
        expectForged(answer, 200, "AccessDenied");
        if (verify) {
            same(element(answer.text(), "Message"), "There were headers present in the request which were not signed");
            same(element(answer.text(), "HeadersNotSigned"), "x-amz-meta-colour, x-amz-storage-class");
        }
        // What S3 does not know may be added by anyone on the way.
        var other = Map.of("X-Forwarded-For", "10.0.0.1", "User-Agent", "other");
        expect(send("PUT", signed, other, new byte[0]), 200, null);
    }
}
