package io.foyer.platform.cluster;

import io.vertx.redis.client.Response;
import java.util.Map;
import java.util.TreeMap;

/**
 * Membership as Redis returned it with a heartbeat.
 *
 * @param generation generation of this node's registrations in Redis; -1 if Redis does not know
 *     this node
 * @param settled whether Redis has received heartbeats for one time to live, so that a node missing
 *     here is gone
 * @param nodes id and bus address of each member; the address is empty until its bus has started
 */
record MembershipSnapshot(long generation, boolean settled, Map<String, String> nodes) {

  static MembershipSnapshot parse(Response answer) {
    var nodes = new TreeMap<String, String>();
    for (int i = 2; i + 1 < answer.size(); i += 2) {
      nodes.put(answer.get(i).toString(), answer.get(i + 1).toString());
    }
    return new MembershipSnapshot(
        answer.get(0).toLong(), answer.get(1).toString().equals("1"), nodes);
  }
}
