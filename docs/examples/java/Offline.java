// Checks a token offline, with the public keys: java -cp gson.jar Offline.java TOKEN
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

public class Offline {
    static class NotVerified extends Exception {
        NotVerified(String why) {
            super(why);
        }
    }

    /** The token's claims. */
    static JsonObject verify(String token) throws NotVerified, IOException, InterruptedException {
        JsonObject claims;
        try {
            claims = genuineClaims(token.split("\\.", -1));
        } catch (GeneralSecurityException | RuntimeException cause) {
            throw new NotVerified("not genuine");
        }
        if (Instant.now().getEpochSecond() >= claims.get("exp").getAsLong()) {
            throw new NotVerified("expired");
        }
        record(claims.get("fid").getAsString());
        return claims;
    }

    private static JsonObject genuineClaims(String[] parts)
            throws GeneralSecurityException, IOException, InterruptedException {
        var header = decoded(parts[0]);
        require(parts.length == 3);
        require(header.get("alg").getAsString().equals("EdDSA"));
        require(header.get("typ").getAsString().equals("passwave-token"));
        var signature = Signature.getInstance("Ed25519");
        signature.initVerify(publicKeys().get(header.get("kid").getAsString()));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        require(signature.verify(Base64.getUrlDecoder().decode(parts[2])));
        var claims = decoded(parts[1]);
        require(claims.get("aud").getAsString().equals(System.getenv("PASSWAVE_SITEKEY")));
        return claims;
    }

    /** One file for each verification; fails if it is there already. Keep it for two hours and ten minutes. */
    private static void record(String family) throws NotVerified, IOException {
        try {
            Files.createFile(Path.of(System.getenv("PASSWAVE_USED"), family));
        } catch (FileAlreadyExistsException cause) {
            throw new NotVerified("used before");
        }
    }

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Map<String, PublicKey> kept = Map.of();
    private static Instant fetched = Instant.MIN;

    /** Fetched once in five minutes. */
    private static synchronized Map<String, PublicKey> publicKeys()
            throws GeneralSecurityException, IOException, InterruptedException {
        if (fetched.isAfter(Instant.now().minus(Duration.ofMinutes(5)))) {
            return kept;
        }
        var address = URI.create(System.getenv("PASSWAVE_URL") + "/.well-known/jwks.json");
        var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
        var set = JsonParser.parseString(CLIENT.send(request, BodyHandlers.ofString()).body()).getAsJsonObject();
        var fresh = new HashMap<String, PublicKey>();
        for (var entry : set.getAsJsonArray("keys")) {
            var key = entry.getAsJsonObject();
            fresh.put(key.get("kid").getAsString(), publicKey(key.get("x").getAsString()));
        }
        kept = fresh;
        fetched = Instant.now();
        return kept;
    }

    /** Java reads a raw Ed25519 key only with the head that X.509 gives it. */
    private static PublicKey publicKey(String x) throws GeneralSecurityException {
        var head = "302a300506032b6570032100";
        var encoded = HexFormat.of().parseHex(head + HexFormat.of().formatHex(Base64.getUrlDecoder().decode(x)));
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static JsonObject decoded(String part) {
        var text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static void require(boolean holds) throws GeneralSecurityException {
        if (!holds) {
            throw new GeneralSecurityException();
        }
    }

    public static void main(String[] arguments) throws Exception {
        try {
            verify(arguments[0]);
            System.out.println("verified");
        } catch (NotVerified cause) {
            System.out.println("not verified: " + cause.getMessage());
        }
    }
}
