package io.foyer.fault;

import io.foyer.testing.Needs;
import io.foyer.testing.Services;
import io.foyer.testing.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Packets that the kernel drops at random on their way to and from some ports of loopback. Needs
 * nftables and the right to use it. Its table is named after this process: nobody else's traffic is
 * touched, and one that was left behind by a killed process is removed by the next.
 */
final class PacketLoss implements AutoCloseable {
  private static final String PREFIX = "foyer_fault_";
  private static final Pattern TABLE = Pattern.compile("table inet " + PREFIX + "(\\d+)");
  private static final Pattern DROPPED = Pattern.compile("counter packets (\\d+)");

  private final Path nft;
  private final String table = "inet " + PREFIX + ProcessHandle.current().pid();
  private final Thread lastResort = new Thread(this::remove, "remove-packet-loss");

  private PacketLoss(Path nft) {
    this.nft = nft;
  }

  /** Begins to drop one packet in {@code oneIn}. */
  static PacketLoss begin(int oneIn, List<Integer> ports) {
    PacketLoss loss =
        new PacketLoss(
            Needs.of(
                "nftables and the right to use it",
                Services.find()
                    .nft()
                    .filter(nft -> Shell.succeeds(nft.toString(), "list", "tables"))));
    loss.removeLeftOvers();
    loss.start(oneIn, ports);
    return loss;
  }

  /** Removes the tables of killed processes. */
  private void removeLeftOvers() {
    TABLE
        .matcher(Shell.output(nft.toString(), "list", "tables"))
        .results()
        .map(found -> found.group(1))
        .filter(pid -> ProcessHandle.of(Long.parseLong(pid)).isEmpty())
        .forEach(pid -> Shell.run(nft.toString(), "delete table inet " + PREFIX + pid));
  }

  private void start(int oneIn, List<Integer> ports) {
    String list = ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String rules =
        """
        table %1$s {
          chain loss {
            type filter hook input priority 0; policy accept;
            iif lo tcp dport { %2$s } numgen random mod %3$d == 0 counter drop
            iif lo tcp sport { %2$s } numgen random mod %3$d == 0 counter drop
          }
        }
        """
            .formatted(table, list, oneIn);
    Runtime.getRuntime().addShutdownHook(lastResort);
    Shell.run(nft.toString(), rules);
  }

  /** How many were dropped so far. */
  long dropped() {
    return DROPPED
        .matcher(Shell.output(nft.toString(), "list table " + table))
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  /** Goes on until more than so many were dropped. */
  void awaitDropped(long packets) {
    Awaitility.await("packets lost").until(this::dropped, dropped -> dropped > packets);
  }

  private void remove() {
    boolean unused = Shell.succeeds(nft.toString(), "delete table " + table);
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }
}
