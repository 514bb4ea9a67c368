import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/**
 * Everything that signs in the AWS SDK for Java, at its default settings.
 *
 * <p>{@code Clients URL accept|verify [HTTPS_URL]}, in a folder with keys.txt and, for HTTPS, ca.pem.
 */
final class Clients {
    private interface Step {
        void run() throws Exception;
    }

    /** Runs one step and prints its line; the first that fails ends the program. */
    private static void step(String name, Step step) throws Exception {
        step.run();
        System.out.println(name + ": ok");
    }

    /** Java reads no PEM by itself. */
    private static void trust(Path authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var pem = Files.newInputStream(authority)) {
            store.setCertificateEntry("sandpail", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        try (var file = Files.newOutputStream(Path.of("trusted.p12"))) {
            store.store(file, "changeit".toCharArray());
        }
        System.setProperty("javax.net.ssl.trustStore", Path.of("trusted.p12").toAbsolutePath().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
    }

    public static void main(String[] arguments) throws Exception {
        // Not every machine resolves subdomains of localhost.
        Path hosts = Path.of("hosts").toAbsolutePath();
        Files.writeString(hosts, "127.0.0.1 localhost " + Endpoint.BUCKET + ".localhost\n");
        System.setProperty("jdk.net.hosts.file", hosts.toString());
        if (Files.exists(Path.of("ca.pem"))) {
            trust(Path.of("ca.pem"));
        }
        Endpoint.open(arguments);
        step("buckets", Things::buckets);
        step("odd keys", Things::objects);
        step("copies of odd keys", Things::copies);
        step("listing", Things::listing);
        step("an empty body", Bodies::empty);
        step("a body from a file", Bodies::file);
        step("a body from a stream", Bodies::stream);
        step("a body in parts", Bodies::parts);
        step("the asynchronous client", Bodies::asynchronous);
        step("the asynchronous client in parts", Bodies::library);
        step("presigned reads", Presigned::reads);
        step("presigned overrides", Presigned::overrides);
        step("presigned writes", Presigned::writes);
        step("presigned parts", Presigned::parts);
        step("expired URLs", Presigned::expired);
        step("tampered URLs", Presigned::tampered);
        step("headers that nobody signed", Presigned::unsigned);
        step("forms", Forms::forms);
        step("forms over their limits", Forms::limits);
        step("expired forms", Forms::expired);
        step("forms of strangers", Forms::strangers);
        step("strangers", Callers::strangers);
        step("a session", Callers::session);
        step("virtual-host style", Callers::virtual);
        if (Endpoint.tls != null) {
            step("TLS", Bodies::secure);
        }
        step("deletions", Things::deletions);
        // The threads of the clients are left to the end of the process.
        System.exit(0);
    }
}
