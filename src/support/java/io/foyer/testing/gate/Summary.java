package io.foyer.testing.gate;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the time of a run went: by phase, by package and by class. */
final class Summary {
  private static final int SLOWEST = 15;

  private final List<Phase> phases;

  Summary(List<Phase> phases) {
    this.phases = phases;
  }

  String text() {
    return Stream.of(byPhase(), byPackage(), slowest(), total())
        .map(lines -> String.join("\n", lines))
        .collect(Collectors.joining("\n\n"));
  }

  private List<String> byPhase() {
    return Stream.concat(
            Stream.of("phase              time    tests   failed  skipped"),
            phases.stream()
                .map(
                    phase ->
                        "%-14s %8s %8d %8d %8d"
                            .formatted(
                                phase.name(),
                                clock(phase.time()),
                                phase.tests(),
                                phase.failed(),
                                phase.skipped())))
        .toList();
  }

  /** A package's time is the sum of its classes' times: of two side by side, both count. */
  private List<String> byPackage() {
    List<Phase> tested = phases.stream().filter(it -> it.tests() > 0 && !it.isSecondRun()).toList();
    Map<String, Map<String, Duration>> times = new TreeMap<>();
    Map<String, Integer> tests = new TreeMap<>();
    for (Phase phase : tested) {
      for (TestReport report : phase.reports()) {
        String name = packageGroup(report.testClass());
        times
            .computeIfAbsent(name, unused -> new TreeMap<>())
            .merge(phase.name(), report.time(), Duration::plus);
        tests.merge(name, report.tests(), Integer::sum);
      }
    }
    String head =
        "%-22s %8s %s".formatted("package, seconds", "tests", cells(tested, phase -> phase.name()));
    return Stream.concat(
            Stream.of(head),
            times.entrySet().stream()
                .sorted(Comparator.comparing(it -> sum(it.getValue()).negated()))
                .map(
                    it ->
                        "%-22s %8d %s"
                            .formatted(
                                it.getKey(),
                                tests.get(it.getKey()),
                                cells(
                                    tested,
                                    phase ->
                                        seconds(
                                            it.getValue()
                                                .getOrDefault(phase.name(), Duration.ZERO))))))
        .toList();
  }

  private static String cells(List<Phase> phases, Function<Phase, String> cell) {
    return phases.stream()
        .map(phase -> "%12s".formatted(cell.apply(phase)))
        .collect(Collectors.joining());
  }

  private List<String> slowest() {
    return Stream.concat(
            Stream.of("slowest classes, seconds"),
            phases.stream()
                .flatMap(phase -> phase.reports().stream())
                .sorted(Comparator.comparing(TestReport::time).reversed())
                .limit(SLOWEST)
                .map(report -> "%8s  %s".formatted(seconds(report.time()), report.testClass())))
        .toList();
  }

  /** What is run a second time is counted once. */
  private List<String> total() {
    List<Phase> first = phases.stream().filter(phase -> !phase.isSecondRun()).toList();
    return List.of(
        "%d passed, %d failed, %d skipped in %s"
            .formatted(
                first.stream().mapToInt(Phase::passed).sum(),
                first.stream().mapToInt(Phase::failed).sum(),
                first.stream().mapToInt(Phase::skipped).sum(),
                clock(sum(phases))));
  }

  private static Duration sum(List<Phase> phases) {
    return phases.stream().map(Phase::time).reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration sum(Map<String, Duration> times) {
    return times.values().stream().reduce(Duration.ZERO, Duration::plus);
  }

  /** Such as {@code platform.cluster} or {@code accounts}. */
  static String packageGroup(String testClass) {
    String[] names = testClass.replaceFirst("^io\\.foyer\\.", "").split("\\.", -1);
    int packages = names.length - 1;
    if (packages == 0) {
      return "io.foyer";
    }
    boolean divided = names[0].equals("platform") || names[0].equals("chat");
    return divided && packages > 1 ? names[0] + "." + names[1] : names[0];
  }

  private static String clock(Duration time) {
    return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
  }
}
