import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What the steps have in common. */
class Steps extends Endpoint {
    static String get(S3Client s3, String key) {
        return s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asUtf8String();
    }

    static Object put(S3Client s3, String key, String body) {
        return s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString(body));
    }

    static HeadObjectResponse head(String key) {
        return s3.headObject(head -> head.bucket(BUCKET).key(key));
    }
}
