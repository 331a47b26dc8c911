package io.foyer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a member of Hazelcast is told: what vertx-hazelcast delivers, but on loopback only. */
final class HazelcastFile {
  private static final String PACE =
      """
      <property name="hazelcast.heartbeat.interval.seconds">1</property>
          <property name="hazelcast.max.no.heartbeat.seconds">4</property>\
      """;

  private HazelcastFile() {}

  static void write(
      Path file, String cluster, Contender contender, NodeAddress own, List<NodeAddress> all)
      throws IOException {
    var members = new StringBuilder();
    all.forEach(
        nodeAddress ->
            members
                .append("<member>127.0.0.1:")
                .append(nodeAddress.publicHazelcast())
                .append("</member>"));
    String pace = contender == Contender.QUICK ? PACE : "";
    Files.writeString(file, text(cluster, pace, own, members.toString()));
  }

  private static String text(String cluster, String pace, NodeAddress own, String members) {
    return """
    <hazelcast xmlns="http://www.hazelcast.com/schema/config">
      <cluster-name>%s</cluster-name>
      <properties>
        <property name="hazelcast.phone.home.enabled">false</property>
        <property name="hazelcast.logging.type">slf4j</property>
        <property name="hazelcast.socket.bind.any">false</property>
        <property name="hazelcast.wait.seconds.before.join">1</property>
        %s
      </properties>
      <network>
        <public-address>127.0.0.1:%d</public-address>
        <port auto-increment="false">%d</port>
        <join>
          <auto-detection enabled="false"/>
          <multicast enabled="false"/>
          <tcp-ip enabled="true">%s</tcp-ip>
        </join>
        <interfaces enabled="true"><interface>127.0.0.1</interface></interfaces>
      </network>
      <multimap name="__vertx.subs">
        <backup-count>1</backup-count>
        <value-collection-type>SET</value-collection-type>
      </multimap>
      <map name="__vertx.haInfo"><backup-count>1</backup-count></map>
      <map name="__vertx.nodeInfo"><backup-count>1</backup-count></map>
    </hazelcast>
    """
        .formatted(cluster, pace, own.publicHazelcast(), own.hazelcast(), members);
  }
}
