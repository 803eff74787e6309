package dev.pointsman.agent.redis;

import dev.pointsman.agent.redis.NodeFailure.Reason;
import dev.pointsman.connector.http.Secret;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of questions to the nodes of one cluster: in each, every node that is known or that
 * another one names is asked once, all at the same time. One thread at a time.
 */
final class Rounds implements AutoCloseable {

  private final List<InetSocketAddress> addresses;
  private final int mostNodes;
  private final RedisAccess access;
  private final ExecutorService threads;
  private final Clock clock;

  /** By the name that a node gives itself: where it answered last, or is said to be. */
  private final Map<String, InetSocketAddress> nodes = new LinkedHashMap<>();

  private final Map<InetSocketAddress, Asked> unfinished = new HashMap<>();

  /**
   * Rounds from these addresses on.
   *
   * @param mostNodes that are known and asked; what a broken node makes up does not run us over
   */
  Rounds(
      List<InetSocketAddress> addresses,
      int mostNodes,
      RedisAccess access,
      ExecutorService threads,
      Clock clock) {
    this.addresses = addresses;
    this.mostNodes = mostNodes;
    this.access = access;
    this.threads = threads;
    this.clock = clock;
  }

  /** Takes what came of the questions, in the order in which it came. */
  interface Outcome {

    /** An address answered, or why it did not; each that was asked once a round. */
    void asked(InetSocketAddress address, @Nullable NodeFailure failure);

    /** What a node said, once a round also where several addresses lead to it. */
    void answered(NodeAnswer answer);

    /** A node did not answer, which goes by the name that it gives itself. */
    void down(String node, NodeFailure failure);
  }

  /** A question on its way, which puts itself into the queue once it has come to something. */
  private static final class Asked extends FutureTask<NodeAnswer> {
    private final NodeQuery query;
    private final BlockingQueue<Asked> done;

    Asked(NodeQuery query, BlockingQueue<Asked> done) {
      super(query);
      this.query = query;
      this.done = done;
    }

    @Override
    protected void done() {
      done.add(this);
    }
  }

  /**
   * Asks all nodes, and returns once each has answered or failed, at the latest when {@code
   * patienceMillis} are over.
   */
  void ask(long patienceMillis, Outcome outcome) throws InterruptedException {
    new Round(patienceMillis, outcome).run();
  }

  @Override
  public void close() {
    unfinished.values().forEach(each -> each.query.close());
  }

  private final class Round {
    private final long deadline;
    private final Outcome outcome;
    private final @Nullable Secret password;
    private final BlockingQueue<Asked> done = new LinkedBlockingQueue<>();
    private final Set<Asked> waiting = new LinkedHashSet<>();
    private final Set<InetSocketAddress> asked = new HashSet<>();
    private final Map<InetSocketAddress, NodeFailure> failures = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> named = new HashSet<>();

    Round(long patienceMillis, Outcome outcome) {
      this.deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
      this.outcome = outcome;
      Supplier<Secret> source = access.password();
      this.password = source == null ? null : source.get();
    }

    void run() throws InterruptedException {
      unfinished.values().removeIf(FutureTask::isDone);
      new LinkedHashSet<>(nodes.values()).forEach(this::ask);
      addresses.forEach(this::ask);
      try {
        while (!waiting.isEmpty()) {
          Asked next = done.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
          if (next == null) {
            break;
          }
          waiting.remove(next);
          take(next);
        }
      } finally {
        for (Asked late : waiting) {
          late.query.close();
          unfinished.put(late.query.address(), late);
        }
      }
      for (Asked late : waiting) {
        failed(late.query.address(), new NodeFailure(Reason.TIMEOUT, "no answer in time"));
      }
      if (!answered.isEmpty()) {
        nodes.keySet().removeIf(each -> !isOfInterest(each));
      }
    }

    /** A single node goes by the address under which people know it, and no other names it. */
    private boolean isOfInterest(String node) {
      return answered.contains(node)
          || named.contains(node)
          || addresses.stream().map(NodeQuery::name).anyMatch(node::equals);
    }

    private void ask(InetSocketAddress address) {
      if (asked.size() >= mostNodes || !asked.add(address)) {
        return;
      }
      if (unfinished.containsKey(address)) {
        // Such as a resolver that hangs: no second thread waits for it.
        failed(address, new NodeFailure(Reason.TIMEOUT, "the last question still waits"));
        return;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      var query = new NodeQuery(address, access, password, (int) Math.max(1, left), clock);
      var task = new Asked(query, done);
      waiting.add(task);
      threads.execute(task);
    }

    private void take(Asked task) throws InterruptedException {
      InetSocketAddress address = task.query.address();
      try {
        NodeAnswer answer = task.get();
        outcome.asked(address, null);
        if (answered.add(answer.node())) {
          nodes.values().removeIf(address::equals); // it may have led to another node before
          nodes.put(answer.node(), address);
          outcome.answered(answer);
          answer.view().forEach(this::learn);
        }
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof NodeFailure failure)) {
          throw new IllegalStateException(e.getCause());
        }
        failed(address, failure);
      }
    }

    private void learn(ClusterNode node) {
      if (node.host().isEmpty() || node.flags().contains("handshake")) {
        return;
      }
      named.add(node.address());
      if (nodes.containsKey(node.address()) || nodes.size() >= mostNodes) {
        return;
      }
      // A certificate has names in it rather than addresses.
      String host = access.tls() != null && node.hostname() != null ? node.hostname() : node.host();
      var address = InetSocketAddress.createUnresolved(host, node.port());
      nodes.put(node.address(), address);
      NodeFailure failure = failures.get(address);
      if (failure == null) {
        ask(address);
      } else {
        outcome.down(node.address(), failure);
      }
    }

    private void failed(InetSocketAddress address, NodeFailure failure) {
      failures.put(address, failure);
      outcome.asked(address, failure);
      nodes.forEach(
          (node, at) -> {
            if (at.equals(address) && !answered.contains(node)) {
              outcome.down(node, failure);
            }
          });
    }
  }
}
