package io.foyer;

import io.foyer.accounts.Accounts;
import io.foyer.notify.Channel;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.observe.CheckResult;
import io.foyer.platform.observe.Readiness;
import io.foyer.platform.web.Capabilities;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.Pages;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The features of a node, in the order in which their routes are mounted. */
final class Features {
  private final List<Feature> all = new ArrayList<>();
  private final FoyerConfig config;
  private final AccountsFeature accounts;
  private final MeetingsFeature meetings;

  /**
   * The features that every node is built of.
   *
   * @param readiness what an old system's page of it shows
   * @param tokens the secrets of access tokens
   */
  Features(FoyerConfig config, CoreServices core, Readiness readiness, Accounts.Tokens tokens) {
    this.config = config;
    this.accounts = new AccountsFeature(config, core, readiness, tokens);
    this.meetings = new MeetingsFeature(config.meetings(), config.http(), core, this::channels);
    FeedsFeature feeds = new FeedsFeature(config.feeds(), core, config.chat().chat().patience());
    all.add(
        new NotificationsFeature(config.notifications(), core, meetings.links(), this::channels));
    all.add(
        new EvaluationsFeature(
            config.evaluations(),
            config.services().rabbitmq(),
            config.meetings().meetingRetention(),
            core,
            meetings,
            accounts.viewers()));
    all.add(meetings);
    all.add(feeds);
    all.add(new ChatFeature(config.chat(), config.http(), core, accounts, feeds.seats()));
    all.add(accounts);
    all.add(new AdminFeature(core, readiness, this::cleaners));
  }

  /** The same with one more. */
  void add(Feature feature) {
    all.add(feature);
  }

  AccountsFeature accounts() {
    return accounts;
  }

  MeetingsFeature meetings() {
    return meetings;
  }

  List<RouteGroup> routes(HttpServerSettings http, RateLimiter limiter, Pages pages) {
    return each(feature -> feature.routes(http, limiter, pages).stream()).toList();
  }

  List<Work> work() {
    return each(feature -> feature.work().stream()).toList();
  }

  List<Channel> channels() {
    return each(feature -> feature.channels().stream()).toList();
  }

  List<Supplier<Future<Integer>>> cleaners() {
    return each(feature -> feature.cleaners().stream()).toList();
  }

  List<DrainStep> drainSteps() {
    return each(feature -> feature.drainSteps().stream()).toList();
  }

  /**
   * All operations by operationId.
   *
   * @throws IllegalStateException if two features have the same
   */
  Map<String, Operation> operations() {
    return merged(Feature::operations);
  }

  /**
   * All checks by name.
   *
   * @throws IllegalStateException if two features have the same
   */
  Map<String, Supplier<CheckResult>> checks() {
    return merged(Feature::checks);
  }

  /** What the pages may offer. */
  Capabilities capabilities() {
    Set<String> names =
        each(feature -> feature.capabilities().stream()).collect(Collectors.toSet());
    return new Capabilities(
        names,
        config.chat().chat().longestText(),
        names.contains(Capabilities.DEMO) ? DemoSettings.publicSecret(config) : Optional.empty());
  }

  private <T> Stream<T> each(Function<Feature, Stream<T>> part) {
    return all.stream().flatMap(part);
  }

  private <T> Map<String, T> merged(Function<Feature, Map<String, T>> part) {
    Map<String, T> merged = new HashMap<>();
    for (Feature feature : all) {
      part.apply(feature)
          .forEach(
              (name, value) -> {
                if (merged.putIfAbsent(name, value) != null) {
                  throw new IllegalStateException("two features have " + name);
                }
              });
    }
    return merged;
  }
}
