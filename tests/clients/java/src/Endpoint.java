import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.S3Configuration;

/** The endpoint under test, clients for it, and what every step says with. */
class Endpoint {
    static final String BUCKET = "java";
    static final AwsCredentials KNOWN =
            AwsBasicCredentials.create(System.getenv("AWS_ACCESS_KEY_ID"), System.getenv("AWS_SECRET_ACCESS_KEY"));
    static final AwsCredentials FORGER = AwsBasicCredentials.create(KNOWN.accessKeyId(), "another secret");
    static final AwsCredentials STRANGER = AwsBasicCredentials.create("AKIASTRANGER", "any secret");

    static String url;
    /** Whether signatures are compared: if not, anyone is let in. */
    static boolean verify;
    static String tls;
    static List<String> keys;
    static S3Client s3;
    static S3Presigner presigner;

    record Answer(int status, HttpHeaders headers, String text) {
        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    static void open(String[] arguments) throws Exception {
        url = arguments[0];
        verify = arguments[1].equals("verify");
        tls = arguments.length > 2 ? arguments[2] : null;
        keys = List.of(Files.readString(Path.of("keys.txt")).split("\n"));
        s3 = client(KNOWN).build();
        presigner = presigner(KNOWN);
    }

    /** A client at its default settings, except for what a test is about. */
    static S3ClientBuilder client(AwsCredentials caller) {
        return S3Client.builder()
                .endpointOverride(URI.create(url))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(caller));
    }

    static S3Presigner presigner(AwsCredentials caller) {
        return S3Presigner.builder()
                .endpointOverride(URI.create(url))
                .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(caller))
                .build();
    }

    static AwsCredentials session(String token) {
        return AwsSessionCredentials.create("AKIASESSION", "secret of a session", token);
    }

    static void same(Object found, Object expected) {
        if (!Objects.equals(found, expected)) {
            throw new AssertionError("found " + found + ", expected " + expected);
        }
    }

    /** A call that must be refused with this status and, where one is told, this code. */
    static void refused(Callable<?> call, int status, String code) throws Exception {
        try {
            call.call();
        } catch (S3Exception | CompletionException error) {
            S3Exception refusal = (S3Exception) (error instanceof S3Exception ? error : error.getCause());
            same(refusal.statusCode(), status);
            if (code != null) {
                same(refusal.awsErrorDetails().errorCode(), code);
            }
            return;
        }
        throw new AssertionError("not refused: " + status + " " + code);
    }

    /** A call with a signature that is not the known caller's: refused where signatures are compared. */
    static void forged(Callable<?> call, String code) throws Exception {
        if (verify) {
            refused(call, 403, code);
        } else {
            call.call();
        }
    }

    /** Sends exactly this, without any AWS library. */
    static Answer send(String method, String target, Map<String, String> headers, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target));
        boolean sends = method.equals("PUT") || method.equals("POST");
        request.method(method, sends ? BodyPublishers.ofByteArray(body) : BodyPublishers.noBody());
        headers.forEach(request::header);
        HttpClient plain = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var answer = plain.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Answer(answer.statusCode(), answer.headers(), answer.body());
    }

    static Answer send(String method, String target, String body) throws Exception {
        return send(method, target, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of an element of an XML document. */
    static String element(String text, String name) {
        Matcher found = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(text);
        return found.find() ? found.group(1) : null;
    }

    /** Looks at an answer: its status, and its code where one is told. */
    static Answer expect(Answer answer, int status, String code) {
        if (answer.status() != status || (code != null && !code.equals(element(answer.text(), "Code")))) {
            throw new AssertionError(answer + ", expected " + status + " " + code);
        }
        return answer;
    }

    /** The same for what only a server that compares signatures refuses; another answers {@code status}. */
    static void expectForged(Answer answer, int status, String code) {
        if (verify) {
            expect(answer, 403, answer.text().isEmpty() ? null : code);
        } else {
            expect(answer, status, null);
        }
    }
}
