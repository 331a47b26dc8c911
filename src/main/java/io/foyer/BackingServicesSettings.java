package io.foyer;

import io.foyer.platform.amqp.RabbitMqConfig;
import io.foyer.platform.config.Description;
import io.foyer.platform.db.PostgresConfig;
import io.foyer.platform.redis.RedisConfig;
import java.util.Optional;

/** The servers that a node stands on: database, broker, cluster. */
public record BackingServicesSettings(
    @Description(
            value = "The PostgreSQL server.",
            absent = "Foyer runs its own embedded database in `data_dir`")
        Optional<PostgresConfig> postgres,
    @Description(
            value = "The RabbitMQ broker, and its queue that delivers webhooks.",
            absent = "no queue is consumed")
        Optional<RabbitMqConfig> rabbitmq,
    @Description(
            value =
                "The Redis server by which several nodes form a cluster and share the rate limits.",
            absent = "one node runs alone")
        Optional<RedisConfig> redis,
    @Description(
            "This node's place in the cluster, in use as soon as Redis is configured;"
                + " docs/cluster.md describes it.")
        ClusterConfig cluster) {}
