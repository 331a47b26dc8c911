package io.foyer.platform.cluster;

import io.vertx.redis.client.Response;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Redis said to a beat.
 *
 * @param generation how far it knows this node's registrations; -1 when it does not know it
 * @param settled whether it has run for one time to live, so that who is not in it is not there
 * @param nodes id and info of each living node; the info is empty until its bus has started
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
