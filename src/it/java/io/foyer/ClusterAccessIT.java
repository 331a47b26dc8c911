package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.testing.Certificates;
import io.foyer.testing.Certificates.Pem;
import io.foyer.testing.ManagementClient;
import io.foyer.testing.OnRedis;
import io.foyer.testing.Ports;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** Between nodes only those talk who show a certificate of the cluster's own authority. */
class ClusterAccessIT {
  private static Map<String, String> tls(Pem own, Path authority) {
    return Map.of(
        "CLUSTER_TLS_CERT", own.certificate().toString(),
        "CLUSTER_TLS_KEY", own.key().toString(),
        "CLUSTER_TLS_CA", authority.toString());
  }

  @Test
  void whoHasNoCertificateOfOursIsRefused() throws Exception {
    Path authority = Certificates.OURS.authority();
    int bus = Ports.free();
    Map<String, String> settings = new HashMap<>(OnRedis.settings());
    Map<String, String> first = new HashMap<>(settings);
    first.putAll(tls(Certificates.of("one"), authority));
    first.put("CLUSTER_ADDR", "127.0.0.1:" + bus);
    try (ProgramFixture program = ProgramFixture.open("clustertls", first)) {
      Map<String, String> second = new HashMap<>(tls(Certificates.of("two"), authority));
      second.put("CLUSTER_ADDR", "127.0.0.1:0");
      ManagementClient one = new ManagementClient(program.node().managementPort());
      ManagementClient two = new ManagementClient(program.node(second).managementPort());
      one.await("cluster", "up nodes: 2");
      two.await("cluster", "up nodes: 2");

      Map<String, String> stranger = new HashMap<>(tls(Certificates.of("three"), authority));
      stranger.put("CLUSTER_ADDR", "127.0.0.1:0");
      ProgramFixture.Node three = program.node(stranger);
      new ManagementClient(three.managementPort())
          .await("cluster", "down nodes: 3, of which do not answer: 2");
      one.await("cluster", "down nodes: 3, of which do not answer: 1");
      assertThatThrownBy(() -> speakWithoutCertificate(bus, authority))
          .isInstanceOf(IOException.class);

      three.drain().run();
      one.await("cluster", "up nodes: 2");
    }
  }

  /** TLS 1.3 refuses a client after the client's last word: with the first read. */
  private static void speakWithoutCertificate(int port, Path authority) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = new FileInputStream(authority.toFile())) {
      trusted.setCertificateEntry(
          "ours", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(5_000);
      socket.startHandshake();
      assertThat(socket.getInputStream().read()).as("an answer").isNotNegative();
    }
  }
}
