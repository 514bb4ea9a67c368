import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Who calls, and by which host. */
final class Callers extends Steps {
    static void strangers() throws Exception {
        for (var entry : Map.of("SignatureDoesNotMatch", FORGER, "InvalidAccessKeyId", STRANGER).entrySet()) {
            String code = entry.getKey();
            S3Client other = client(entry.getValue()).build();
            forged(() -> get(other, "plain"), code);
            forged(() -> other.headObject(head -> head.bucket(BUCKET).key("plain")), null);
            forged(() -> other.listObjectsV2(list -> list.bucket(BUCKET)), code);
            forged(() -> put(other, "foreign", "x".repeat(200_000)), code);
            expectForged(Presigned.used(Presigned.get(presigner(entry.getValue()), "plain"), ""), 200, code);
        }
    }

    static void session() throws Exception {
        put(client(session("token/of+a=session")).build(), "by session", "x");
        var signed = Presigned.get(presigner(session("token/of+a=session")), "by session");
        same(signed.url().toString().contains("X-Amz-Security-Token=token%2Fof%2Ba%3Dsession"), true);
        expect(Presigned.used(signed, ""), 200, null);
        if (verify) {
            S3Client other = client(session("another token")).build();
            refused(() -> get(other, "plain"), 400, "InvalidToken");
        }
        var none = client(AwsBasicCredentials.create("AKIASESSION", "secret of a session")).build();
        forged(() -> get(none, "plain"), "InvalidAccessKeyId");
    }

    /** Buckets as subdomains of {@code localhost}. */
    static void virtual() throws Exception {
        URI host = URI.create(url.replace("127.0.0.1", "localhost"));
        S3Client own = client(KNOWN).endpointOverride(host).forcePathStyle(false).build();
        S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(host)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(KNOWN))
                .build();
        for (String key : keys) {
            put(own, "virtual/" + key, "virtual");
            same(get(own, "virtual/" + key), "virtual");
            var signed = Presigned.get(presigner, "virtual/" + key);
            same(signed.url().getHost(), BUCKET + ".localhost");
            expect(Presigned.used(signed, ""), 200, null);
        }
        same(own.listObjectsV2(list -> list.bucket(BUCKET).prefix("virtual/")).keyCount(), keys.size());
        String target = host.toString().replace("localhost", BUCKET + ".localhost");
        expect(Forms.post(target, Forms.sign(KNOWN, Duration.ofHours(1)), "by form"), 204, null);
    }
}
