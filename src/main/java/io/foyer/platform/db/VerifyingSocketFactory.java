package io.foyer.platform.db;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ssl.WrappedFactory;

/**
 * TLS socket factory of the JDBC driver for the modes {@code verify-ca} and {@code verify-full}.
 * The driver's own reads its authorities from the home directory only, and compares the host name
 * after the handshake with a failure that looks like an outage. Here both are part of the
 * handshake, whose failure has a {@link java.security.cert.CertificateException} as its cause.
 */
public final class VerifyingSocketFactory extends WrappedFactory {
  private final boolean verifiesName;

  /** Made by the driver, which passes on the properties of the connection. */
  public VerifyingSocketFactory(Properties properties)
      throws GeneralSecurityException, IOException {
    String ca = PGProperty.SSL_ROOT_CERT.getOrNull(properties);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust(ca == null ? null : Path.of(ca)).getTrustManagers(), null);
    this.factory = context.getSocketFactory();
    this.verifiesName = "verify-full".equals(PGProperty.SSL_MODE.getOrNull(properties));
  }

  /** Trusts the authorities in a PEM file; without one, those of the Java installation. */
  static TrustManagerFactory trust(@Nullable Path ca) throws GeneralSecurityException, IOException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(ca == null ? null : authorities(ca));
    return trust;
  }

  /** Fails if there is no certificate in the file. */
  private static KeyStore authorities(Path ca) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(ca)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry(Integer.toString(store.size()), each);
      }
    }
    if (store.size() == 0) {
      throw new GeneralSecurityException("no certificate");
    }
    return store;
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    SSLSocket tls = (SSLSocket) super.createSocket(socket, host, port, autoClose);
    if (verifiesName) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
    }
    return tls;
  }
}
