import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Uploads by HTML form. This SDK signs none, so they are signed as AWS documents it. */
final class Forms extends Steps {
    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A form for keys below {@code form/}, of 2 to 20 bytes. */
    static Map<String, String> sign(AwsCredentials caller, Duration life) throws Exception {
        Instant now = Instant.now();
        String time = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC).format(now);
        String scope = time.substring(0, 8) + "/us-east-1/s3/aws4_request";
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("key", "form/${filename}");
        fields.put("x-amz-algorithm", "AWS4-HMAC-SHA256");
        fields.put("x-amz-credential", caller.accessKeyId() + "/" + scope);
        fields.put("x-amz-date", time);
        String policy = """
                {"expiration": "%s", "conditions": [{"bucket": "%s"}, ["starts-with", "$key", "form/"],
                ["starts-with", "$Content-Type", "text/"], ["starts-with", "$x-amz-meta-colour", ""],
                ["content-length-range", 2, 20], {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
                {"x-amz-credential": "%s"}, {"x-amz-date": "%s"}]}"""
                .formatted(now.plus(life).toString(), BUCKET, fields.get("x-amz-credential"), time);
        String encoded = Base64.getEncoder().encodeToString(policy.getBytes(StandardCharsets.UTF_8));
        byte[] signing = ("AWS4" + caller.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            signing = hmac(signing, part);
        }
        fields.put("policy", encoded);
        fields.put("x-amz-signature", HexFormat.of().formatHex(hmac(signing, encoded)));
        fields.put("content-type", "text/x-odd");
        fields.put("x-amz-meta-colour", "blue");
        return fields;
    }

    static Answer post(Map<String, String> fields, String content) throws Exception {
        return post(url + "/" + BUCKET, fields, content);
    }

    static Answer post(String target, Map<String, String> fields, String content) throws Exception {
        String boundary = "a-boundary-of-java";
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\""
                + name + "\"\r\n\r\n" + value + "\r\n"));
        body.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\n" + content + "\r\n--" + boundary + "--\r\n");
        var type = Map.of("Content-Type", "multipart/form-data; boundary=" + boundary);
        return send("POST", target, type, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static void forms() throws Exception {
        Answer answer = expect(post(sign(KNOWN, Duration.ofHours(1)), "by form"), 204, null);
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest("by form".getBytes()));
        same(answer.header("etag"), '"' + digest + '"');
        same(get(s3, "form/photo.txt"), "by form");
        same(head("form/photo.txt").contentType(), "text/x-odd");
        same(head("form/photo.txt").metadata(), Map.of("colour", "blue"));
    }

    static void limits() throws Exception {
        var form = sign(KNOWN, Duration.ofHours(1));
        expect(post(form, "far more bytes than are allowed"), 400, "EntityTooLarge");
        expect(post(form, "x"), 400, "EntityTooSmall");
        form.put("key", "elsewhere");
        expect(post(form, "by form"), 403, "AccessDenied");
    }

    static void expired() throws Exception {
        Answer answer = expect(post(sign(KNOWN, Duration.ofMinutes(-1)), "by form"), 403, "AccessDenied");
        same(element(answer.text(), "Message"), "Invalid according to Policy: Policy expired.");
    }

    static void strangers() throws Exception {
        expectForged(post(sign(FORGER, Duration.ofHours(1)), "by form"), 204, "SignatureDoesNotMatch");
        expectForged(post(sign(STRANGER, Duration.ofHours(1)), "by form"), 204, "InvalidAccessKeyId");
    }
}
