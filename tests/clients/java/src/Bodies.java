import static software.amazon.awssdk.core.sync.RequestBody.fromBytes;
import static software.amazon.awssdk.core.sync.RequestBody.fromContentProvider;
import static software.amazon.awssdk.core.sync.RequestBody.fromFile;
import static software.amazon.awssdk.core.sync.RequestBody.fromInputStream;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Bodies from everywhere: each way of sending one is signed and framed differently. */
final class Bodies extends Steps {
    private static final int MIB = 1 << 20;

    /** Bytes that differ from one place to the next. */
    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int place = 0; place < size; place++) {
            bytes[place] = (byte) (place % 251);
        }
        return bytes;
    }

    private static void holds(S3Client s3, String key, byte[] content) {
        same(Arrays.equals(s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asByteArray(), content), true);
    }

    /** A stream that cannot go back. */
    private static InputStream once(byte[] content) {
        return new FilterInputStream(new ByteArrayInputStream(content)) {
            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }

    static void empty() {
        put(s3, "empty", "");
        same(head("empty").contentLength(), 0L);
    }

    static void file() throws Exception {
        byte[] content = pattern(3 * MIB + 17);
        Path file = Files.write(Path.of("body"), content);
        s3.putObject(put -> put.bucket(BUCKET).key("file"), fromFile(file));
        holds(s3, "file", content);
    }

    static void stream() {
        stream(s3);
    }

    /** Over plain HTTP this SDK signs every chunk and the trailer with the checksum. */
    private static void stream(S3Client s3) {
        for (int size : new int[] {0, 1, 131_072, 131_073, MIB + 1}) {
            byte[] content = pattern(size);
            s3.putObject(put -> put.bucket(BUCKET).key("stream"), fromInputStream(once(content), size));
            holds(s3, "stream", content);
            var provided = fromContentProvider(() -> once(content), "text/x-odd");
            s3.putObject(put -> put.bucket(BUCKET).key("stream"), provided);
            holds(s3, "stream", content);
        }
        for (ChecksumAlgorithm algorithm : List.of(
                ChecksumAlgorithm.CRC32, ChecksumAlgorithm.CRC32_C, ChecksumAlgorithm.SHA1, ChecksumAlgorithm.SHA256)) {
            byte[] content = pattern(200_000);
            s3.putObject(
                    put -> put.bucket(BUCKET).key("stream").checksumAlgorithm(algorithm),
                    fromInputStream(once(content), content.length));
            holds(s3, "stream", content);
        }
    }

    static void parts() throws Exception {
        String key = "in parts/é+ %";
        List<byte[]> bodies = List.of(pattern(5 * MIB), pattern(1000));
        String id = s3.createMultipartUpload(create -> create.bucket(BUCKET).key(key)).uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (byte[] body : bodies) {
            int number = parts.size() + 1;
            var part = s3.uploadPart(
                    upload -> upload.bucket(BUCKET).key(key).uploadId(id).partNumber(number), fromBytes(body));
            parts.add(CompletedPart.builder().partNumber(number).eTag(part.eTag()).build());
        }
        same(s3.listParts(list -> list.bucket(BUCKET).key(key).uploadId(id)).parts().size(), 2);
        s3.completeMultipartUpload(
                done -> done.bucket(BUCKET).key(key).uploadId(id).multipartUpload(of -> of.parts(parts)));
        byte[] whole = Arrays.copyOf(bodies.get(0), 5 * MIB + 1000);
        System.arraycopy(bodies.get(1), 0, whole, 5 * MIB, 1000);
        holds(s3, key, whole);
        String other = s3.createMultipartUpload(create -> create.bucket(BUCKET).key(key)).uploadId();
        s3.abortMultipartUpload(abort -> abort.bucket(BUCKET).key(key).uploadId(other));
        refused(() -> s3.listParts(list -> list.bucket(BUCKET).key(key).uploadId(other)), 404, "NoSuchUpload");
    }

    private static S3AsyncClientBuilder asyncClient() {
        return S3AsyncClient.builder()
                .endpointOverride(URI.create(url))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(KNOWN));
    }

    private static void upload(S3AsyncClient s3, AsyncRequestBody body, byte[] content) {
        s3.putObject(put -> put.bucket(BUCKET).key("asynchronous"), body).join();
        var got = s3.getObject(get -> get.bucket(BUCKET).key("asynchronous"), AsyncResponseTransformer.toBytes()).join();
        same(Arrays.equals(got.asByteArray(), content), true);
    }

    static void asynchronous() throws Exception {
        var threads = Executors.newCachedThreadPool();
        try (S3AsyncClient s3 = asyncClient().build()) {
            for (String key : keys) {
                var got = s3.getObject(get -> get.bucket(BUCKET).key(key), AsyncResponseTransformer.toBytes()).join();
                same(got.asUtf8String(), "body of " + key);
            }
            byte[] content = pattern(MIB + 1);
            upload(s3, AsyncRequestBody.fromBytes(content), content);
            upload(s3, AsyncRequestBody.fromFile(Files.write(Path.of("body"), content)), content);
            upload(s3, AsyncRequestBody.fromInputStream(once(content), (long) content.length, threads), content);
            refused(
                    () -> s3.getObject(get -> get.bucket(BUCKET).key("none"), AsyncResponseTransformer.toBytes()).join(),
                    404,
                    "NoSuchKey");
        }
        threads.shutdown();
    }

    /** A body of unknown length: the client cuts it into parts. */
    static void library() {
        var threads = Executors.newCachedThreadPool();
        try (S3AsyncClient s3 = asyncClient().multipartEnabled(true).build()) {
            byte[] content = pattern(17 * MIB);
            upload(s3, AsyncRequestBody.fromInputStream(once(content), null, threads), content);
            upload(s3, AsyncRequestBody.fromBytes(content), content);
        }
        threads.shutdown();
    }

    static void secure() throws Exception {
        S3Client s3 = client(KNOWN).endpointOverride(URI.create(tls)).build();
        put(s3, "secure", "by TLS");
        same(get(s3, "secure"), "by TLS");
        stream(s3);
        try (S3AsyncClient other = asyncClient().endpointOverride(URI.create(tls)).build()) {
            byte[] content = pattern(MIB + 1);
            upload(other, AsyncRequestBody.fromFile(Files.write(Path.of("body"), content)), content);
        }
    }
}
