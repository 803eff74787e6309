package dev.pointsman.agent.probe.dns;

import dev.pointsman.agent.probe.Attempt;
import dev.pointsman.agent.probe.Check;
import dev.pointsman.agent.probe.Outcome;
import dev.pointsman.agent.probe.Phase;
import dev.pointsman.agent.probe.Reason;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/**
 * Up where a name server answers a question as expected: over UDP, and over TCP where the answer is
 * too long for that.
 *
 * @param host the name server
 * @param recordType of the records, {@link Type}
 * @param rcode expected, {@link Rcode}
 * @param answers all of which must be among the answers, as zone files write them
 */
public record DnsCheck(
    String host, int port, Name name, int recordType, int rcode, List<String> answers)
    implements Check {

  public DnsCheck {
    answers = answers.stream().map(DnsCheck::plain).toList();
  }

  @Override
  public String type() {
    return "dns";
  }

  @Override
  public String target() {
    return Check.target(host, port);
  }

  @Override
  public void start(Attempt attempt) {
    attempt.network().resolve(attempt, host, address -> ask(attempt, address));
  }

  private void ask(Attempt attempt, InetAddress server) {
    attempt.enter(Phase.ANSWER);
    var resolver = new SimpleResolver(new InetSocketAddress(server, port));
    resolver.setIoClientFactory(new Questions(attempt));
    resolver.setTimeout(attempt.left().plusSeconds(1)); // the attempt's deadline comes first
    Message question = Message.newQuery(Record.newRecord(name, recordType, DClass.IN));
    var unused =
        resolver
            .sendAsync(question)
            .whenCompleteAsync(
                (answer, failure) -> {
                  if (attempt.isOver()) {
                    return;
                  }
                  if (answer == null) {
                    failed(attempt, server, failure);
                    return;
                  }
                  attempt.heardFrom(server);
                  String complaint = complaint(answer);
                  attempt.end(
                      complaint == null
                          ? Outcome.up(attempt.elapsed())
                          : Outcome.unwell(attempt.elapsed(), complaint));
                },
                attempt.network().loop());
  }

  private static void failed(Attempt attempt, InetAddress server, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof WireParseException) {
      attempt.heardFrom(server);
      attempt.end(
          Outcome.noAnswer(Reason.PROTOCOL_ERROR, "what came is not DNS: " + cause.getMessage()));
    } else {
      attempt.failTalkingTo(server, cause);
    }
  }

  /** What is wrong with an answer, or null. */
  private @Nullable String complaint(Message answer) {
    if (answer.getRcode() != rcode) {
      return "%s for %s %s, expected %s"
          .formatted(
              Rcode.string(answer.getRcode()),
              Type.string(recordType),
              shownName(),
              Rcode.string(rcode));
    }
    List<String> found =
        answer.getSection(Section.ANSWER).stream()
            .filter(each -> each.getType() == recordType)
            .map(each -> plain(each.rdataToString()))
            .toList();
    if (rcode == Rcode.NOERROR && found.isEmpty()) {
      return "%s has no %s record".formatted(shownName(), Type.string(recordType));
    }
    List<String> missing = answers.stream().filter(each -> !found.contains(each)).toList();
    return missing.isEmpty()
        ? null
        : "%s %s is %s, expected %s"
            .formatted(
                Type.string(recordType),
                shownName(),
                String.join(", ", found),
                String.join(", ", answers));
  }

  private String shownName() {
    return name.toString(/* omitFinalDot= */ true);
  }

  /**
   * The same for all ways to write the same: addresses shortened or not, texts with quotes or not.
   */
  private static String plain(String data) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(data);
    if (address != null) {
      return NetUtil.bytesToIpAddress(address);
    }
    String lower = data.replaceAll("^\"([^\"]*)\"$", "$1").toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
