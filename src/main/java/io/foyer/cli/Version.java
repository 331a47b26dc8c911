package io.foyer.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which Foyer this is, from the manifest of its jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("unreleased");
    return new String[] {"foyer " + version + ", Java " + Runtime.version()};
  }
}
