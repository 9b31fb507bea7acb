// Checks a token with siteverify: java -cp gson.jar Siteverify.java TOKEN
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

public class Siteverify {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static JsonObject siteverify(String token) throws IOException, InterruptedException {
        var form = "secret=" + encoded(System.getenv("PASSWAVE_SECRET")) + "&response=" + encoded(token);
        var request = HttpRequest.newBuilder(URI.create(System.getenv("PASSWAVE_URL") + "/siteverify"))
            .header("content-type", "application/x-www-form-urlencoded")
            .timeout(Duration.ofSeconds(5))
            .POST(BodyPublishers.ofString(form))
            .build();
        return JsonParser.parseString(CLIENT.send(request, BodyHandlers.ofString()).body()).getAsJsonObject();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    public static void main(String[] arguments) throws Exception {
        var answer = siteverify(arguments[0]);
        var verified = answer.get("success").getAsBoolean();
        System.out.println(verified ? "verified" : "not verified: " + answer.get("error-codes"));
    }
}
