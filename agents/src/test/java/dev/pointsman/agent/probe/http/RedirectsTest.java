package dev.pointsman.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTest {

  private static final Redirects REDIRECTS = Redirects.allowing(Set.of("Other.example.com"));

  @ParameterizedTest
  @CsvSource({
    "/b, http://api.example.com/b",
    "?c, http://api.example.com/?c",
    "//api.example.com:81/d, http://api.example.com:81/d",
    "HTTP://API.example.com/e, HTTP://API.example.com/e",
    "http://other.example.com/, http://other.example.com/",
  })
  void theseAreFollowed(String location, URI to) {
    assertThat(REDIRECTS.next(URI.create("http://api.example.com/"), location).uri()).isEqualTo(to);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://api.example.com/ | redirects to another scheme, https://api.example.com",
        "https://other.example.com/ | redirects to another scheme, https://other.example.com",
        "http://evil.example.com/ | redirects to another host, evil.example.com",
        "//evil.example.com/ | redirects to another host, evil.example.com",
        "ftp://api.example.com/ | redirects to another scheme, ftp://api.example.com",
        "file:///etc/passwd | redirects to no address",
        "javascript:alert(1) | redirects to no address",
        "http://a b/ | redirects to no address",
      })
  void theseAreRefused(String location, String why) {
    var next = REDIRECTS.next(URI.create("http://api.example.com/"), location);
    assertThat(next.uri()).isNull();
    assertThat(next.refusal()).isEqualTo(why);
  }
}
