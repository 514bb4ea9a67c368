import static software.amazon.awssdk.core.sync.RequestBody.fromString;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects with odd keys: written, read, copied, listed and deleted. */
final class Things extends Steps {
    static void buckets() {
        s3.createBucket(bucket -> bucket.bucket(BUCKET));
        s3.headBucket(bucket -> bucket.bucket(BUCKET));
        same(s3.listBuckets().buckets().stream().map(bucket -> bucket.name()).toList(), List.of(BUCKET));
        same(s3.getBucketLocation(bucket -> bucket.bucket(BUCKET)).locationConstraintAsString(), "");
    }

    static void objects() throws Exception {
        Map<String, String> metadata = Map.of("colour", "blue  and red", "trimmed", "x");
        for (String key : keys) {
            String body = "body of " + key;
            s3.putObject(
                    put -> put.bucket(BUCKET).key(key).metadata(metadata).tagging("kind=odd%20key"), fromString(body));
            var head = head(key);
            same(head.contentLength(), (long) body.getBytes(StandardCharsets.UTF_8).length);
            same(head.metadata(), metadata);
            same(get(s3, key), body);
            var range = s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key).range("bytes=2-3"));
            same(range.asUtf8String(), "dy");
        }
        refused(() -> get(s3, "none"), 404, "NoSuchKey");
        refused(() -> head("none"), 404, null);
    }

    static void copies() {
        for (String key : keys) {
            s3.copyObject(copy -> copy.sourceBucket(BUCKET)
                    .sourceKey(key)
                    .destinationBucket(BUCKET)
                    .destinationKey("copy/" + key));
            same(get(s3, "copy/" + key), "body of " + key);
        }
    }

    static void listing() {
        var pages = s3.listObjectsV2Paginator(list -> list.bucket(BUCKET).prefix("copy/").maxKeys(3));
        var found = pages.contents().stream().map(entry -> entry.key().substring("copy/".length()));
        same(found.sorted().toList(), keys.stream().sorted().toList());
        // This SDK decodes what it gets.
        var encoded = s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("copy/").encodingType(EncodingType.URL));
        var names = encoded.contents().stream().map(S3Object::key);
        same(names.sorted().toList(), keys.stream().map(key -> "copy/" + key).sorted().toList());
        var folders = s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("a/").delimiter("/"));
        same(folders.commonPrefixes().stream().map(CommonPrefix::prefix).toList(), List.of("a/./", "a//"));
    }

    static void deletions() {
        for (;;) {
            var listed = s3.listObjectsV2(list -> list.bucket(BUCKET)).contents();
            if (listed.isEmpty()) {
                break;
            }
            var named = listed.stream().map(entry -> ObjectIdentifier.builder().key(entry.key()).build()).toList();
            var gone = s3.deleteObjects(delete -> delete.bucket(BUCKET).delete(of -> of.objects(named)));
            same(gone.deleted().size(), named.size());
            same(gone.errors(), List.of());
        }
        s3.deleteBucket(bucket -> bucket.bucket(BUCKET));
    }
}
